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
