import { accountsOf } from "../../aws/accounts.ts";
import { readClusterToken } from "../../aws/eks/cluster-token.ts";
import { iamTables, type User } from "../../aws/iam/records.ts";
import { type Principal, rootPrincipal } from "../../aws/principal.ts";
import { principalOfAccessKey } from "../../aws/sts/credentials.ts";
import { type Session, sessionTable } from "../../aws/sts/session.ts";
import type { World } from "../../world/world.ts";

/**
 * Who signed a token for a cluster; undefined when it is not for this cluster, older than 15 minutes at `now`, or the session that
 * signed it has ended.
 */
export function tokenPrincipal(world: World, clusterName: string, token: string, now: Date): Principal | undefined {
  const claims = readClusterToken(world, clusterName, token);
  if (!claims || now.getTime() >= claims.expires) return undefined;
  const { userId } = claims;
  for (const { id: account } of accountsOf(world)) {
    if (userId === account) return rootPrincipal(account);
    const session = world
      .table<Session>(`aws/${account}/global/${sessionTable}`)
      .rows()
      .findLast(({ roleId, sessionName, deletionDate }) => {
        return `${roleId}:${sessionName}` === userId && Date.parse(deletionDate) > world.now.getTime();
      });
    if (session) return principalOfAccessKey(world, session.accessKeyId);
    const user = world
      .table<User>(`aws/${account}/global/${iamTables.user}`)
      .rows()
      .find(({ uniqueId }) => uniqueId === userId);
    if (user) return { arn: user.arn, account, kind: "user", identity: user.arn, userId };
  }
  return undefined;
}
