import type { Actor } from "../../simulator/world/journal.ts";
import type { JsonObject } from "../../simulator/world/json.ts";
import type { World } from "../../simulator/world/world.ts";
import type { Runner } from "../runner.ts";
import { managedOf, type State } from "../state.ts";
import type { Attachment } from "./attachment.ts";
import type { Phases } from "./phases.ts";

/** An object that a provider made for a stack; kept until the provider removes it. */
export interface ManagedObject {
  readonly type: string;
  readonly id: string;
  /** Attributes as the provider returned them, without secrets of write-only arguments. */
  readonly values: JsonObject;
  /** Where its provider made it, for those whose objects do not say so themselves. */
  readonly place: JsonObject | null;
}

/** The table of objects that providers made for a stack. */
export function managedObjects(world: World, stackId: string) {
  return world.table<ManagedObject>(`engine/${stackId}/managed`);
}

/** Lets go of objects that a stack gives back without removing them. */
export function forgetManaged(
  world: World,
  actor: Actor,
  objects: readonly Pick<ManagedObject, "type" | "id">[],
): void {
  const managed = managedObjects(world, actor.stack);
  for (const { type, id } of objects) managed.delete(`${type} ${id}`);
  world.commit(actor);
}

/** What a killed run made but its engine never recorded in the state, because the answer got lost. */
export function unrecordedObjects(world: World, stackId: string, state: State): readonly ManagedObject[] {
  const recorded = new Set(managedOf(state).map(({ type, id }) => `${type} ${id}`));
  return managedObjects(world, stackId)
    .rows()
    .filter(({ type, id }) => !recorded.has(`${type} ${id}`));
}

/** Removes what a killed run of a stack left unrecorded, with the rights of the phase that makes such things. */
export async function recover(
  runner: Runner,
  stackId: string,
  state: State,
  phases: Phases,
  phase: "apply" | "perform",
): Promise<void> {
  const lost = unrecordedObjects(runner.records.world, stackId, state);
  if (lost.length === 0) return;
  await phases.withProviders(phase, (attachment) => removeUnrecorded(runner, stackId, lost, attachment));
}

/**
 * Removes unrecorded objects: the next plan would make the same ones again and be refused. What was made last goes first, and what then is still needed in rounds.
 * Shows what was removed, and what could not be.
 */
export function removeUnrecorded(
  runner: Pick<Runner, "emit">,
  stackId: string,
  objects: readonly ManagedObject[],
  attachment: Pick<Attachment, "remove">,
): void {
  let lost = objects.toReversed();
  const removed: string[] = [];
  const reasons = new Map<ManagedObject, string>();
  for (let before = Number.POSITIVE_INFINITY; lost.length > 0 && lost.length < before; ) {
    before = lost.length;
    lost = lost.filter((object) => {
      const reason = attachment.remove(object);
      if (reason === null) removed.push(`${object.type} ${object.id}`);
      else reasons.set(object, reason);
      return reason !== null;
    });
  }
  const kept = lost.map((object) => ({ object: `${object.type} ${object.id}`, reason: reasons.get(object) ?? "" }));
  runner.emit("recovered", { stack: stackId, removed, kept });
}
