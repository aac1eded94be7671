import { createHash } from "node:crypto";

/** A failure to inject: the next `times` calls of `action` (after `skip` of them) end with `code`. */
export interface Fault {
  readonly action: string;
  readonly code: string;
  readonly message: string;
  readonly http: number;
  readonly skip: number;
  readonly times: number;
  /** True: the operation takes effect first, as when the answer gets lost. */
  readonly afterSuccess: boolean;
}

/** What goes wrong, whatever the call. */
export type FaultKind = Pick<Fault, "code" | "message" | "http" | "afterSuccess">;

export const faultKinds = {
  /** The service takes no more calls for now. */
  throttling: { code: "ThrottlingException", message: "Rate exceeded", http: 429, afterSuccess: false },
  /** The operation was carried out, and the answer got lost. */
  lostAnswer: { code: "RequestTimeout", message: "The answer did not arrive in time.", http: 504, afterSuccess: true },
} as const satisfies Readonly<Record<string, FaultKind>>;

/** As many faults as asked for, drawn from a seed: the same seed and actions give the same plan. */
export function drawFaults(seed: string, actions: readonly string[], count: number): Fault[] {
  const kinds = Object.values(faultKinds);
  return Array.from({ length: count }, (_, index) => {
    const digest = createHash("sha256").update(`${seed} ${index}`).digest();
    return {
      ...picked(kinds, digest.readUInt32BE(0)),
      action: picked(actions, digest.readUInt32BE(4)),
      skip: digest.readUInt32BE(8) % 3,
      times: 1,
    };
  });
}

function picked<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new RangeError("There is nothing to draw from.");
  return item;
}

/** Takes the fault that hits a call, if any, and returns what remains of the plan. */
export function takeFault(plan: readonly Fault[], action: string): { hit: Fault | undefined; rest: readonly Fault[] } {
  const index = plan.findIndex((fault) => fault.action === action);
  const fault = plan[index];
  if (!fault) return { hit: undefined, rest: plan };
  const rest = [...plan];
  if (fault.skip > 0) {
    rest[index] = { ...fault, skip: fault.skip - 1 };
    return { hit: undefined, rest };
  }
  if (fault.times > 1) rest[index] = { ...fault, times: fault.times - 1 };
  else rest.splice(index, 1);
  return { hit: fault, rest };
}
