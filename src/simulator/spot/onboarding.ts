import { Aws } from "../aws/client.ts";
import { createExternalRole } from "../aws/iam/onboarding.ts";
import { findRole } from "../aws/iam/role.ts";
import { rootPrincipal } from "../aws/principal.ts";
import type { World } from "../world/world.ts";
import { digest, spotAwsAccount } from "./client.ts";
import { type SpotAccount, spotAccounts } from "./records.ts";

/** Who the records of onboarding belong to: no stack may remove them. */
const actor = { stack: "onboarding", run: "onboarding" };

/** An account of Spot to be, linked to an AWS account. */
interface NewSpotAccount {
  /** `act-` and eight hex digits. */
  readonly id: string;
  /** Twelve digits. */
  readonly awsAccountId: string;
  /** The API token that opens it; null as long as there is none. */
  readonly token: string | null;
}

/**
 * Makes an account in Spot and the role by which it works in the AWS account, as the set-up in Spot's console does. One that exists
 * keeps its role and takes the token beside those it has.
 */
export function createSpotAccount(world: World, { id, awsAccountId, token }: NewSpotAccount): SpotAccount {
  const accounts = spotAccounts(world);
  const held = accounts.get(id);
  const known = held?.tokenChecksums ?? [];
  const tokenChecksums = token === null ? known : [...new Set([...known, digest(token)])];
  if (held && tokenChecksums.length === known.length) return held;
  const externalId = held?.externalId ?? `spotinst:aws:extid:${world.ids.hex(16, "spot/external-id", id)}`;
  const roleArn = held?.roleArn ?? createRole(world, awsAccountId, id, externalId);
  const account = accounts.put(id, { id, awsAccountId, roleArn, externalId, tokenChecksums });
  world.commit(actor);
  return account;
}

function createRole(world: World, account: string, id: string, externalId: string): string {
  const aws = new Aws({ world, actor, account, region: "us-east-1", principal: rootPrincipal(account) });
  const name = `SpotRole-${id}`;
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }] };
  return (
    findRole(aws, name)?.arn ??
    createExternalRole(aws, {
      name,
      trusted: spotAwsAccount,
      externalId,
      inlinePolicies: { "Spot-Policy": JSON.stringify(policy) },
    }).arn
  );
}

/** What Spot's policy allows of what the simulator knows. Source: Spot help, "Spot policy in AWS". */
const allowed = [
  "ec2:RequestSpotInstances",
  "ec2:CancelSpotInstanceRequests",
  "ec2:CreateSpotDatafeedSubscription",
  "ec2:Describe*",
  "ec2:RunInstances",
  "ec2:StartInstances",
  "ec2:StopInstances",
  "ec2:TerminateInstances",
  "ec2:ModifyInstanceAttribute",
  "ec2:CreateTags",
  "ec2:DeleteTags",
  "ec2:AttachVolume",
  "ec2:DetachVolume",
  "ec2:DeleteVolume",
  "ec2:DeleteNetworkInterface",
  "elasticloadbalancing:Describe*",
  "elasticloadbalancing:RegisterTargets",
  "elasticloadbalancing:DeregisterTargets",
  "iam:PassRole",
  "iam:ListRoles",
  "iam:ListInstanceProfiles",
  "iam:GetInstanceProfile",
  "iam:CreateServiceLinkedRole",
  "eks:DescribeCluster",
  "kms:ListKeys",
  "ssm:GetParameters",
];
