import { type Rule, ServiceError } from "../../rule.ts";

/** What an API server answers when it refuses: HTTP status, reason and message of its `Status`. */
export class KubernetesError extends ServiceError {
  constructor(refusal: { readonly id: string; readonly code: string; readonly http: number }, message: string) {
    super(refusal, message);
    this.name = "KubernetesError";
  }

  /** For example `NotFound` or `AlreadyExists`. */
  get reason(): string {
    return this.code;
  }
}

/** Throws the rule's error. */
export function refuse<Details extends readonly unknown[]>(broken: Rule<Details>, ...details: Details): never {
  throw new KubernetesError(broken, broken.message(...details));
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

/** What an API server answered to an action: its refusal, or undefined when it did as it was told. Other errors go on. */
export function refusalOf(action: () => void): KubernetesError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof KubernetesError) return error;
    throw error;
  }
}
