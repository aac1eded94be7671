import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Actor } from "../../world/journal.ts";
import { seal } from "../../world/seal.ts";
import type { World } from "../../world/world.ts";
import { accountOf, accountsOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import { Aws } from "../client.ts";
import { callerPolicies, managedPolicyText, policyPrincipal } from "../iam/caller.ts";
import { checkIdentityPolicy } from "../iam/policy-check.ts";
import { compilePolicy, decide, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { roleByArn } from "../iam/principals.ts";
import { type AccessKey, iamTables, type Role, type User } from "../iam/records.ts";
import { requestContext } from "../iam/request-context.ts";
import type { Principal } from "../principal.ts";
import { requestTags, type Tags } from "../tags.ts";
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
  /** Managed policies that limit the session as well. */
  readonly policyArns?: readonly string[];
  /** Session tags. */
  readonly tags?: Tags;
  readonly sourceIdentity?: string;
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
 * @throws AwsError `AccessDenied`, `MalformedPolicyDocument` or `ValidationError`
 */
export function assumeRole(world: World, request: AssumeRoleRequest): RoleCredentials {
  const { roleArn, sessionName, caller, durationSeconds = 3_600, tags = {}, sourceIdentity = null, actor } = request;
  const account = parseArn(roleArn)?.account ?? caller.account;
  const aws = new Aws({ world, actor, principal: caller, account, region: "us-east-1" });
  const parameters = { roleArn, roleSessionName: sessionName, durationSeconds, tags, sourceIdentity };
  return aws.call({ action: "sts:AssumeRole", resources: [roleArn], parameters }, () => {
    checkSession(roleArn, sessionName, durationSeconds);
    checkExternalId(request.externalId);
    refuseIf(caller.kind === "root", rules.rootCaller);
    const role = roleByArn(world, roleArn);
    const denied = actionsOf(request).find((action) => !role || !mayAssume(aws, role, action, request));
    refuseUnless(role && denied === undefined, rules.trust, caller.arn, denied ?? "", roleArn);
    refuseIf(caller.kind === "assumed-role" && durationSeconds > 3_600, rules.chaining);
    refuseIf(durationSeconds > role.maxSessionDuration, rules.durationRole);
    const sessionPolicies = sessionPoliciesOf(world, request);
    return openSession(aws, role, { sessionName, durationSeconds, sessionPolicies, tags, sourceIdentity });
  });
}

/**
 * What STS asks of every session.
 *
 * @throws ServiceError `ValidationError`
 */
export function checkSession(roleArn: string, sessionName: string, durationSeconds: number): void {
  refuseUnless(/^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(roleArn), rules.badArn, roleArn);
  refuseUnless(/^[\w+=,.@-]{2,64}$/.test(sessionName), rules.sessionName, sessionName);
  refuseIf(durationSeconds < 900 || durationSeconds > 43_200, rules.durationRange, durationSeconds);
}

function checkExternalId(externalId: string | undefined): void {
  if (externalId === undefined) return;
  refuseUnless(/^[\w+=,.@:/-]{2,1224}$/.test(externalId), rules.externalId, externalId);
}

/** What the trust policy must allow. */
function actionsOf({ tags = {}, sourceIdentity }: AssumeRoleRequest): readonly string[] {
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
}

function mayAssume(aws: Aws, role: Role, action: string, request: AssumeRoleRequest): boolean {
  const { world, principal } = aws;
  const { externalId, sessionName, sourceIdentity, tags = {} } = request;
  const conditions = {
    "sts:RoleSessionName": sessionName,
    ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
    ...(sourceIdentity === undefined ? {} : { "sts:SourceIdentity": sourceIdentity }),
    ...requestTags(tags),
  };
  const facts = { world, principal, account: aws.account, region: aws.region, action, conditions };
  const asked = { action, resource: role.arn, context: requestContext(facts, role.arn) };
  const trust = evaluateResourcePolicy(
    compilePolicy(role.trustPolicy),
    asked,
    policyPrincipal(principal, role.trustedIds),
  );
  const foreign = !accountOf(world, principal.account);
  if (foreign) return trust === "allow-direct" || trust === "allow-account";
  const crossAccount = principal.account !== aws.account;
  const resource = crossAccount && trust === "allow-direct" ? "allow-account" : trust;
  return decide({ ...callerPolicies(world, principal), resource, resourceMustAllow: true }, asked) === null;
}

/**
 * Session policies as texts; managed ones as they are now.
 *
 * @throws ServiceError `MalformedPolicyDocument` or `ValidationError`
 */
export function sessionPoliciesOf(
  world: World,
  { policy, policyArns = [] }: Pick<AssumeRoleRequest, "policy" | "policyArns">,
): readonly string[] {
  if (policy !== undefined) {
    checkIdentityPolicy(policy, "inline");
    refuseIf(policy.length > 2_048, rules.policySize);
  }
  const managed = policyArns.map((arn) => managedPolicyText(world, arn) ?? refuse(rules.policyArn, arn));
  return [...(policy === undefined ? [] : [policy]), ...managed];
}

/** What a session is opened with. */
export type SessionProperties = Pick<Session, "sessionName" | "sessionPolicies" | "tags" | "sourceIdentity"> & {
  readonly durationSeconds: number;
};

/** Makes credentials for a role, whoever asked and was let in. */
export function openSession(aws: Aws, role: Role, properties: SessionProperties): RoleCredentials {
  const { durationSeconds, ...session } = properties;
  const sessions = aws.globalTable<Session>(sessionTable);
  removeOld(aws, sessions.rows());
  const request = [role.arn, session.sessionName];
  const accessKeyId = `ASIA${aws.ids.text(16, base32, "sts/access-key", request)}`;
  const secretAccessKey = aws.ids.text(40, base64, "sts/secret", accessKeyId);
  const sessionToken = `IQoJb3JpZ2luX2Vj${aws.ids.text(240, base64, "sts/token", accessKeyId)}==`;
  const opened: Session = {
    ...session,
    accessKeyId,
    roleArn: role.arn,
    roleId: role.uniqueId,
    arn: aws.arn("sts", `assumed-role/${role.name}/${session.sessionName}`, { region: "" }),
    account: aws.account,
    deletionDate: new Date(aws.world.now.getTime() + durationSeconds * 1_000).toISOString(),
    sealed: seal(aws.world.seed, JSON.stringify({ secretAccessKey, sessionToken })),
  };
  sessions.put(accessKeyId, opened);
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration: opened.deletionDate,
    principal: principalOfSession(opened),
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
    ...(session.sessionPolicies.length > 0 ? { sessionPolicies: session.sessionPolicies } : {}),
    ...(Object.keys(session.tags).length > 0 ? { sessionTags: session.tags } : {}),
    ...(session.sourceIdentity === null ? {} : { sourceIdentity: session.sourceIdentity }),
  };
}
