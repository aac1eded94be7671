import { refuseUnless } from "../rule.ts";
import type { Table } from "../world/table.ts";
import { grants } from "./actions.ts";
import type { Caller } from "./client.ts";
import { isReachable, spaceLine } from "./reach.ts";
import type { RoleSubjectKind } from "./records/role.ts";
import type { SpaceliftRows, TableName } from "./records/tables.ts";
import { accessRules } from "./rules/access.ts";
import { isTerminal } from "./run-states.ts";

/** An action in a space. */
export interface Right {
  readonly action: string;
  readonly space: string;
}

/** What authorisation needs of a client. */
interface Asker {
  readonly caller: Caller;
  readonly now: string;
  table<Name extends TableName>(name: Name): Table<SpaceliftRows[Name]>;
}

/**
 * Refuses unless the caller holds every right by the roles bound to it; bindings are additive. A stack without bindings may change
 * nothing: the `administrative` flag counts no more since June 2026.
 */
export function authorise(asker: Asker, rights: readonly Right[]): void {
  const { caller } = asker;
  if (caller.kind === "stack") refuseUnless(tokenIsAlive(asker, caller), accessRules.tokenExpired);
  for (const right of rights) refuseUnless(mayDo(asker, right), accessRules.unauthorized);
}

/**
 * Whether the caller's roles grant an action in a space: a role holds in its space and all below, and any role gives reading in
 * the spaces from which its own inherits.
 */
export function mayDo(asker: Asker, { action, space }: Right): boolean {
  const { caller } = asker;
  if (caller.kind === "user") return true;
  const spaces = asker.table("space");
  const line = spaceLine(spaces, space).map(({ id }) => id);
  return holdingsOf(asker, caller).some(({ actions, spaceId }) => {
    if (line.includes(spaceId)) return grants(actions, action);
    return isReachable(spaces, spaceId, space) && grants(["SPACE_READ"], action);
  });
}

/** Actions that somebody holds in a space. */
interface Holding {
  readonly actions: readonly string[];
  readonly spaceId: string;
}

/** The older policies of groups, as actions. */
const policyActions: Readonly<Record<string, readonly string[]>> = {
  READ: ["SPACE_READ"],
  WRITE: ["SPACE_WRITE"],
  ADMIN: ["SPACE_ADMIN"],
};

function holdingsOf(asker: Asker, caller: Exclude<Caller, { kind: "user" }>): readonly Holding[] {
  if (caller.kind === "stack") return boundTo(asker, "STACK", caller.stackId);
  const names = asker.table("api-key").get(caller.id)?.idpGroups ?? [];
  const groups = asker.table("idp-group-mapping").filter(({ name }) => names.includes(name));
  return [
    ...boundTo(asker, "API", caller.id),
    ...groups.flatMap(({ id }) => boundTo(asker, "IDP", id)),
    ...groups.flatMap(({ policies }) =>
      policies.map(({ role, spaceId }) => ({ spaceId, actions: policyActions[role] ?? [] })),
    ),
  ];
}

function boundTo(asker: Asker, kind: RoleSubjectKind, id: string): readonly Holding[] {
  const roles = asker.table("role");
  return asker
    .table("role-binding")
    .filter(({ subjectKind, subjectId }) => subjectKind === kind && subjectId === id)
    .map(({ roleId, spaceId }) => ({ spaceId, actions: roles.get(roleId)?.actions ?? [] }));
}

function tokenIsAlive(asker: Asker, caller: Caller & { kind: "stack" }): boolean {
  const token = asker.table("run-token").get(caller.tokenId);
  if (!token || token.expiresAt <= asker.now) return false;
  const run = asker.table("run").get(caller.runId);
  return !run || !isTerminal(run.state);
}
