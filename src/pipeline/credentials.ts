import { AwsError } from "../simulator/aws/client.ts";
import type { Principal } from "../simulator/aws/principal.ts";
import { assumeRole } from "../simulator/aws/sts/credentials.ts";
import {
  type AccountRecords,
  awsIntegrationOf,
  type CloudAccess,
  externalIdOf,
} from "../simulator/spacelift/queries.ts";
import type { Run } from "../simulator/spacelift/records.ts";
import type { World } from "../simulator/world/world.ts";

/** Credentials of a stack's AWS integration as variables of its run; none when no integration is attached. */
export type Credentials = Readonly<Record<string, string>>;

/** What assuming the integration's role came to. */
export type CredentialsResult =
  | { readonly ok: true; readonly credentials: Credentials; readonly account: string | null }
  | { readonly ok: false; readonly reason: string };

/** Assumes the role of the integration that serves reading or writing, as Spacelift does on its shared workers. */
export function integrationCredentials(
  world: World,
  records: AccountRecords,
  run: Pick<Run, "id" | "stackId">,
  access: CloudAccess,
): CredentialsResult {
  const integration = awsIntegrationOf(records, run.stackId, access);
  if (!integration) return { ok: true, credentials: {}, account: null };
  try {
    const { accessKeyId, secretAccessKey, sessionToken, principal } = assumeRole(world, {
      roleArn: integration.roleArn,
      sessionName: sessionName(run, records.account.name),
      externalId: externalIdOf(records.account.name, integration.id, run.stackId, access),
      caller: spaceliftPrincipal(records.account.awsAccountId),
      durationSeconds: integration.durationSeconds,
      actor: { stack: run.stackId, run: run.id },
    });
    return {
      ok: true,
      account: principal.account,
      credentials: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_SECURITY_TOKEN: sessionToken,
        ...(integration.region ? { AWS_REGION: integration.region } : {}),
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      ok: false,
      reason: `could not generate AWS credentials from integration ${integration.name}: ${error.message}`,
    };
  }
}

/** `<run>@<stack>@<account>`, at most the 64 characters of a session name. */
function sessionName(run: Pick<Run, "id" | "stackId">, account: string): string {
  return `${run.id}@${run.stackId}@${account}`.slice(0, 64);
}

/** Spacelift's own identity in its AWS account. */
function spaceliftPrincipal(account: string): Principal {
  const role = `arn:aws:iam::${account}:role/spacelift`;
  return {
    arn: `arn:aws:sts::${account}:assumed-role/spacelift/server`,
    account,
    kind: "assumed-role",
    identity: role,
    userId: "AROASPACELIFT:server",
  };
}
