import { assumeIntegrationRole } from "../../simulator/spacelift/assume-role.ts";
import type { AccountRecords } from "../../simulator/spacelift/queries/account.ts";
import { awsIntegrationOf, type CloudAccess } from "../../simulator/spacelift/queries/attachments.ts";
import type { Run } from "../../simulator/spacelift/records/run.ts";
import type { World } from "../../simulator/world/world.ts";

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
  const { account } = records;
  const result = assumeIntegrationRole(world, {
    account,
    integration,
    projectId: run.stackId,
    access,
    sessionName: sessionName(run, account.name),
    actor: { stack: run.stackId, run: run.id },
  });
  if (!result.ok) {
    return {
      ok: false,
      reason: `could not generate AWS credentials from integration ${integration.name}: ${result.reason}`,
    };
  }
  const { accessKeyId, secretAccessKey, sessionToken, principal } = result.credentials;
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
}

/** `<run>@<stack>@<account>`, at most the 64 characters of a session name. */
function sessionName(run: Pick<Run, "id" | "stackId">, account: string): string {
  return `${run.id}@${run.stackId}@${account}`.slice(0, 64);
}
