/** A refusal of a simulated service: what it checks, and the error the real one gives. */
export interface Rule<Details extends readonly unknown[] = readonly never[]> {
  /** `service/what-is-wrong`, for example `ec2/subnet-conflict`. */
  readonly id: string;
  /** API operation, for example `CreateSubnet`. */
  readonly operation: string;
  /** The service's error code, for example `InvalidSubnet.Conflict`. */
  readonly code: string;
  /** The service's words. */
  readonly message: (...details: Details) => string;
  /** HTTP status of the answer; 400 unless said otherwise. */
  readonly http: number;
  /** Where the fact comes from. */
  readonly source: string;
}

/** A rule in a list, whatever details its message takes. */
export type AnyRule = Omit<Rule, "message">;

/** Names a rule. */
export function rule<Details extends readonly unknown[]>(
  properties: Omit<Rule<Details>, "http"> & { readonly http?: number },
): Rule<Details> {
  return { http: 400, ...properties };
}

/** What a simulated service answers when it refuses. */
export class ServiceError extends Error {
  readonly rule: string;
  readonly code: string;
  readonly http: number;

  constructor(refusal: { readonly id: string; readonly code: string; readonly http: number }, message: string) {
    super(message);
    this.name = "ServiceError";
    this.rule = refusal.id;
    this.code = refusal.code;
    this.http = refusal.http;
  }
}

/** Throws the rule's error when the condition holds. */
export function refuseIf<Details extends readonly unknown[]>(
  condition: unknown,
  broken: Rule<Details>,
  ...details: Details
): void {
  if (condition) refuse(broken, ...details);
}

/** Throws the rule's error unless the condition holds. */
export function refuseUnless<Details extends readonly unknown[]>(
  condition: unknown,
  broken: Rule<Details>,
  ...details: Details
): asserts condition {
  if (!condition) refuse(broken, ...details);
}

/** Throws the rule's error. */
export function refuse<Details extends readonly unknown[]>(broken: Rule<Details>, ...details: Details): never {
  throw new ServiceError(broken, broken.message(...details));
}

/** A fact of the reference sheets that the simulator does not enforce, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}
