import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Actor } from "../../world/journal.ts";
import { seal } from "../../world/seal.ts";
import type { World } from "../../world/world.ts";
import { accountOf, accountsOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import { Aws } from "../client.ts";
import { callerPolicies, policyPrincipal } from "../iam/caller.ts";
import { compilePolicy, decide, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { roleByArn } from "../iam/principals.ts";
import { type AccessKey, iamTables, type Role, type User } from "../iam/records.ts";
import { requestContext } from "../iam/request-context.ts";
import type { Principal } from "../principal.ts";
import { rules } from "./rules.ts";
import { type Session, sessionTable } from "./session.ts";

/** What `AssumeRole` is asked for. */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string;
  readonly caller: Principal;
  /** Seconds; 3,600 when left out. */
  readonly durationSeconds?: number;
  /** A session policy as JSON text. */
  readonly policy?: string;
  readonly actor: Actor;
}

/** Temporary credentials, and who they make the caller. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ISO 8601, simulated time. */
  readonly expiration: string;
  readonly principal: Principal;
}

/**
 * `sts:AssumeRole`: checks the trust policy with the external id, and for callers of another account or named only by
 * their account their own policies. Accounts outside the world let their callers do everything.
 *
 * @throws AwsError `AccessDenied` or `ValidationError`
 */
export function assumeRole(world: World, request: AssumeRoleRequest): RoleCredentials {
  const { roleArn, sessionName, externalId, caller, durationSeconds = 3_600, actor } = request;
  const account = parseArn(roleArn)?.account ?? caller.account;
  const aws = new Aws({ world, actor, principal: caller, account, region: "us-east-1" });
  const parameters = { roleArn, roleSessionName: sessionName, durationSeconds };
  return aws.call({ action: "sts:AssumeRole", resources: [roleArn], parameters }, () => {
    checkRequest(request, durationSeconds);
    refuseIf(caller.kind === "root", rules.rootCaller);
    const role = roleByArn(world, roleArn);
    refuseUnless(role && mayAssume(aws, role, externalId), rules.trust, caller.arn, roleArn);
    refuseIf(caller.kind === "assumed-role" && durationSeconds > 3_600, rules.chaining);
    refuseIf(durationSeconds > role.maxSessionDuration, rules.durationRole);
    return openSession(aws, role, sessionName, durationSeconds, request.policy ?? null);
  });
}

function checkRequest(request: AssumeRoleRequest, duration: number): void {
  const { roleArn, sessionName, externalId } = request;
  refuseUnless(/^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(roleArn), rules.badArn, roleArn);
  refuseUnless(/^[\w+=,.@-]{2,64}$/.test(sessionName), rules.sessionName, sessionName);
  refuseUnless(
    externalId === undefined || /^[\w+=,.@:/-]{2,1224}$/.test(externalId),
    rules.externalId,
    externalId ?? "",
  );
  refuseIf(duration < 900 || duration > 43_200, rules.durationRange, duration);
}

function mayAssume(aws: Aws, role: Role, externalId: string | undefined): boolean {
  const { world, principal } = aws;
  const action = "sts:AssumeRole";
  const conditions = externalId === undefined ? {} : { "sts:ExternalId": externalId };
  const facts = { world, principal, account: aws.account, region: aws.region, action, conditions };
  const request = { action, resource: role.arn, context: requestContext(facts, role.arn) };
  const trust = evaluateResourcePolicy(
    compilePolicy(role.trustPolicy),
    request,
    policyPrincipal(principal, role.trustedIds),
  );
  const foreign = !accountOf(world, principal.account);
  if (foreign) return trust === "allow-direct" || trust === "allow-account";
  const crossAccount = principal.account !== aws.account;
  const resource = crossAccount && trust === "allow-direct" ? "allow-account" : trust;
  return decide({ ...callerPolicies(world, principal), resource, resourceMustAllow: true }, request) === null;
}

/** Makes credentials for a role, whoever asked and was let in. */
export function openSession(
  aws: Aws,
  role: Role,
  sessionName: string,
  durationSeconds: number,
  sessionPolicy: string | null,
): RoleCredentials {
  const sessions = aws.globalTable<Session>(sessionTable);
  removeOld(aws, sessions.rows());
  const request = [role.arn, sessionName];
  const accessKeyId = `ASIA${aws.ids.text(16, base32, "sts/access-key", request)}`;
  const secretAccessKey = aws.ids.text(40, base64, "sts/secret", accessKeyId);
  const sessionToken = `IQoJb3JpZ2luX2Vj${aws.ids.text(240, base64, "sts/token", accessKeyId)}==`;
  const session: Session = {
    accessKeyId,
    roleArn: role.arn,
    roleId: role.uniqueId,
    sessionName,
    arn: aws.arn("sts", `assumed-role/${role.name}/${sessionName}`, { region: "" }),
    account: aws.account,
    deletionDate: new Date(aws.world.now.getTime() + durationSeconds * 1_000).toISOString(),
    sessionPolicy,
    sealed: seal(aws.world.seed, JSON.stringify({ secretAccessKey, sessionToken })),
  };
  sessions.put(accessKeyId, session);
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration: session.deletionDate,
    principal: principalOfSession(session),
  };
}

/** Expired credentials are told from unknown ones for a day; then they are forgotten. */
function removeOld(aws: Aws, sessions: readonly Session[]): void {
  const yesterday = aws.world.now.getTime() - 86_400_000;
  for (const { accessKeyId, deletionDate } of sessions) {
    if (Date.parse(deletionDate) < yesterday) aws.globalTable<Session>(sessionTable).delete(accessKeyId);
  }
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Who calls with an access key, permanent or temporary.
 *
 * @throws ServiceError `InvalidClientTokenId` for a key that is unknown or inactive, `ExpiredToken` after the session's end
 */
export function principalOfAccessKey(world: World, accessKeyId: string): Principal {
  for (const { id: account } of accountsOf(world)) {
    const session = world.table<Session>(`aws/${account}/global/${sessionTable}`).get(accessKeyId);
    if (session) {
      refuseIf(world.now.getTime() >= Date.parse(session.deletionDate), rules.expiredToken);
      return principalOfSession(session);
    }
    const key = world.table<AccessKey>(`aws/${account}/global/${iamTables.accessKey}`).get(accessKeyId);
    if (!key) continue;
    const user = world.table<User>(`aws/${account}/global/${iamTables.user}`).get(key.userName);
    refuseUnless(user && key.status === "Active", rules.unknownKey);
    return { arn: user.arn, account, kind: "user", identity: user.arn, userId: user.uniqueId };
  }
  return refuse(rules.unknownKey);
}

function principalOfSession(session: Session): Principal {
  return {
    arn: session.arn,
    account: session.account,
    kind: "assumed-role",
    identity: session.roleArn,
    userId: `${session.roleId}:${session.sessionName}`,
    ...(session.sessionPolicy === null ? {} : { sessionPolicy: session.sessionPolicy }),
  };
}
