import { AwsError } from "../aws/client.ts";
import type { Principal } from "../aws/principal.ts";
import { assumeRole, type RoleCredentials } from "../aws/sts/credentials.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { type CloudAccess, externalIdOf } from "./queries/attachments.ts";
import type { Account } from "./records/account.ts";
import type { AwsIntegration } from "./records/integration.ts";

export interface IntegrationRequest {
  readonly account: Pick<Account, "name" | "awsAccountId">;
  readonly integration: Pick<AwsIntegration, "id" | "roleArn" | "durationSeconds">;
  readonly projectId: string;
  readonly access: CloudAccess;
  readonly sessionName: string;
  readonly actor: Actor;
}

export type IntegrationResult =
  | { readonly ok: true; readonly credentials: RoleCredentials }
  | { readonly ok: false; readonly reason: string };

/** Assumes the role of an integration as Spacelift's servers do: from their own AWS account, with the external id of the project. */
export function assumeIntegrationRole(world: World, request: IntegrationRequest): IntegrationResult {
  const { account, integration, projectId, access, sessionName, actor } = request;
  try {
    const credentials = assumeRole(world, {
      roleArn: integration.roleArn,
      sessionName,
      externalId: externalIdOf(account.name, integration.id, projectId, access),
      caller: serverOf(account.awsAccountId),
      durationSeconds: integration.durationSeconds,
      actor,
    });
    return { ok: true, credentials };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ok: false, reason: error.message };
  }
}

/** Spacelift's own identity in its AWS account. */
function serverOf(awsAccount: string): Principal {
  return {
    arn: `arn:aws:sts::${awsAccount}:assumed-role/spacelift/server`,
    account: awsAccount,
    kind: "assumed-role",
    identity: `arn:aws:iam::${awsAccount}:role/spacelift`,
    userId: "AROASPACELIFT:server",
  };
}
