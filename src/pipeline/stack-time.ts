import { type CriticalPath, criticalPath, type Step } from "./critical-path.ts";
import type { StateInstance } from "./state.ts";

/** One operation that the engine had a provider do, and how long the real one takes. */
export interface TimedOperation {
  readonly type: string;
  readonly id: string | null;
  readonly action: "create" | "update" | "delete";
  readonly seconds: number;
}

/** An operation under the engine's address. */
export interface AppliedOperation {
  readonly address: string;
  readonly type: string;
  readonly id: string | null;
  readonly action: "create" | "update" | "delete";
}

/**
 * How long a stack's changes take when they are real: the longest chain through the dependencies of the state before
 * (for what goes, in reverse) and after (for what comes).
 */
export function stackTime(
  applied: readonly AppliedOperation[],
  operations: readonly TimedOperation[],
  before: readonly StateInstance[],
  after: readonly StateInstance[],
): CriticalPath {
  const seconds = secondsBy(operations);
  const comes = dependenciesByAddress(after);
  const goes = dependenciesByAddress(before);
  const idsBefore = new Map(before.map(({ address, id }) => [address, id]));
  const updated = new Set(applied.filter(({ action }) => action === "update").map(({ address }) => address));
  const deleted = new Set(applied.filter(({ action }) => action === "delete").map(({ address }) => address));
  const steps = applied.map((operation): Step => {
    const isDelete = operation.action === "delete";
    return {
      name: stepName(operation.address, isDelete),
      // The engine does not say which object it deleted under an address; the state before does.
      seconds:
        seconds.get(operationKey({ ...operation, id: operation.id ?? idsBefore.get(operation.address) ?? null })) ?? 0,
      after: isDelete
        ? [
            // A protection is lifted by an update before its resource goes.
            ...(updated.has(operation.address) ? [operation.address] : []),
            ...dependantsOf(operation.address, goes)
              .filter((address) => deleted.has(address))
              .map((address) => stepName(address, true)),
          ]
        : [
            ...(comes.get(operation.address) ?? []).flatMap((resource) => instancesOf(resource, comes)),
            ...(operation.action === "create" ? [stepName(operation.address, true)] : []),
          ],
    };
  });
  return criticalPath(steps);
}

function secondsBy(operations: readonly TimedOperation[]): Map<string, number> {
  const seconds = new Map<string, number>();
  for (const operation of operations) {
    const key = operationKey(operation);
    seconds.set(key, (seconds.get(key) ?? 0) + operation.seconds);
  }
  return seconds;
}

function operationKey(operation: {
  readonly type: string;
  readonly id: string | null;
  readonly action: string;
}): string {
  return `${operation.action} ${operation.type} ${operation.id ?? ""}`;
}

function stepName(address: string, isDelete: boolean): string {
  return isDelete ? `${address} (delete)` : address;
}

function dependenciesByAddress(instances: readonly StateInstance[]): ReadonlyMap<string, readonly string[]> {
  return new Map(instances.map(({ address, dependencies }) => [address, dependencies]));
}

/** Instances of a resource: the address itself, or the address with a key. */
function instancesOf(resource: string, all: ReadonlyMap<string, unknown>): string[] {
  if (all.has(resource)) return [resource];
  return [...all.keys()].filter((address) => address.startsWith(`${resource}[`));
}

function dependantsOf(address: string, all: ReadonlyMap<string, readonly string[]>): string[] {
  const resource = address.replace(/\[[^\]]*\]$/, "");
  return [...all].filter(([, dependencies]) => dependencies.includes(resource)).map(([dependant]) => dependant);
}
