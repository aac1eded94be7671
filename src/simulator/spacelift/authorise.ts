import { refuseUnless } from "../rule.ts";
import type { Table } from "../world/table.ts";
import { grants } from "./actions.ts";
import type { Caller } from "./client.ts";
import { spaceLine } from "./reach.ts";
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
 * Refuses unless the caller holds every right by the roles bound to it in the space or above; bindings are additive.
 * A stack without bindings may change nothing: the `administrative` flag counts no more since June 2026.
 */
export function authorise(asker: Asker, rights: readonly Right[]): void {
  const { caller } = asker;
  if (caller.kind === "user") return;
  if (caller.kind === "stack") refuseUnless(tokenIsAlive(asker, caller), accessRules.tokenExpired);
  for (const right of rights) refuseUnless(mayDo(asker, right), accessRules.unauthorized);
}

/** Whether the caller's roles grant an action in a space. */
export function mayDo(asker: Asker, right: Right): boolean {
  const { caller } = asker;
  if (caller.kind === "user") return true;
  const subject = caller.kind === "stack" ? caller.stackId : caller.id;
  const kind = caller.kind === "stack" ? "STACK" : "API";
  const roles = asker.table("role");
  const line = spaceLine(asker.table("space"), right.space).map(({ id }) => id);
  return asker
    .table("role-binding")
    .filter(({ subjectKind, subjectId, spaceId }) => {
      return subjectKind === kind && subjectId === subject && line.includes(spaceId);
    })
    .some(({ roleId }) => grants(roles.get(roleId)?.actions ?? [], right.action));
}

function tokenIsAlive(asker: Asker, caller: Caller & { kind: "stack" }): boolean {
  const token = asker.table("run-token").get(caller.tokenId);
  if (!token || token.expiresAt <= asker.now) return false;
  const run = asker.table("run").get(caller.runId);
  return !run || !isTerminal(run.state);
}
