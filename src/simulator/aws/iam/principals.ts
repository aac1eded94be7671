import type { World } from "../../world/world.ts";
import { accountOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import { type PrincipalElement, parsePolicy } from "./policy-document.ts";
import { iamTables, type Role, type User } from "./records.ts";

/** The role with this ARN, in whatever account of the world it is. */
export function roleByArn(world: World, arn: string): Role | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== "iam" || !parts.resource.startsWith("role/")) return undefined;
  const name = parts.resource.slice(parts.resource.lastIndexOf("/") + 1);
  const role = world.table<Role>(`aws/${parts.account}/global/${iamTables.role}`).get(name);
  return role?.arn === arn ? role : undefined;
}

/** The user with this ARN, in whatever account of the world it is. */
export function userByArn(world: World, arn: string): User | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== "iam" || !parts.resource.startsWith("user/")) return undefined;
  const name = parts.resource.slice(parts.resource.lastIndexOf("/") + 1);
  const user = world.table<User>(`aws/${parts.account}/global/${iamTables.user}`).get(name);
  return user?.arn === arn ? user : undefined;
}

/** Role and user ARNs under `AWS` in a policy's Principal elements. */
function namedPrincipals(text: string): readonly string[] {
  return parsePolicy(text).statements.flatMap((statement) => [
    ...awsIdentifiers(statement.principal),
    ...awsIdentifiers(statement.notPrincipal),
  ]);
}

function awsIdentifiers(element: PrincipalElement | null): readonly string[] {
  return element === null || element === "*" ? [] : (element.AWS ?? []);
}

/**
 * What AWS does when it saves a resource policy: every role or user ARN becomes its unique id. Gives the ids by ARN, and the
 * first identifier that names nobody. Accounts outside this world are taken on trust.
 */
export function resolvePrincipals(
  world: World,
  text: string,
): { readonly ids: Readonly<Record<string, string>>; readonly invalid: string | undefined } {
  const ids: Record<string, string> = {};
  for (const identifier of namedPrincipals(text)) {
    const id = resolvePrincipal(world, identifier);
    if (id === undefined) return { ids, invalid: identifier };
    if (id !== null) ids[identifier] = id;
  }
  return { ids, invalid: undefined };
}

/**
 * The unique id of the role or user that an identifier names; null for what has none (accounts, sessions, ids themselves,
 * principals of accounts outside this world); undefined when it names nobody.
 */
export function resolvePrincipal(world: World, identifier: string): string | null | undefined {
  if (identifier === "*" || /^\d{12}$/.test(identifier)) return null;
  if (/^A(?:ROA|IDA)[A-Z0-9]{16,}$/.test(identifier)) return null;
  const parts = parseArn(identifier);
  if (!parts || !/^\d{12}$/.test(parts.account)) return undefined;
  if (parts.service === "iam" && /^(?:role|user)\//.test(parts.resource)) {
    const id = (roleByArn(world, identifier) ?? userByArn(world, identifier))?.uniqueId;
    return id ?? (accountOf(world, parts.account) ? undefined : null);
  }
  return isPrincipalForm(parts.service, parts.resource) ? null : undefined;
}

function isPrincipalForm(service: string, resource: string): boolean {
  if (service === "iam") return resource === "root";
  return service === "sts" && /^(?:assumed-role|federated-user)\/./.test(resource);
}

/** A saved policy as AWS shows it: principals that were deleted, or deleted and made again, appear by their dead id. */
export function withDeadPrincipals(world: World, text: string, ids: Readonly<Record<string, string>>): string {
  let shown = text;
  for (const [arn, id] of Object.entries(ids)) {
    const living = (roleByArn(world, arn) ?? userByArn(world, arn))?.uniqueId;
    if (living !== id) shown = shown.replaceAll(JSON.stringify(arn), JSON.stringify(id));
  }
  return shown;
}
