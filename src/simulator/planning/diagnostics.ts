import { ServiceError } from "../rule.ts";

/** A message for the engine's user, as the provider protocol carries it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** Steps from the resource's root to the attribute, names and list indexes. */
  readonly attribute?: readonly (string | number)[];
  /** The refusal behind it; not sent to the engine. */
  readonly cause?: Error;
}

/** Thrown by simulated types for errors that the provider itself finds (not the cloud). */
export class ProviderError extends Error {
  readonly diagnostic: Diagnostic;

  /** @param cause the refusal of a simulated service that the provider reports in words of its own */
  constructor(summary: string, detail?: string, attribute?: readonly (string | number)[], cause?: Error) {
    super(summary, cause ? { cause } : undefined);
    this.name = "ProviderError";
    this.diagnostic = {
      severity: "error",
      summary,
      ...(detail === undefined ? {} : { detail }),
      ...(attribute ? { attribute } : {}),
      ...(cause ? { cause } : {}),
    };
  }
}

/**
 * Does what a provider does while it is configured, where it says of a refusal no more than its message.
 *
 * @throws ProviderError in place of a ServiceError
 */
export function configured<Connection>(connect: () => Connection): Connection {
  try {
    return connect();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ProviderError(error.message);
  }
}
