import type { Values } from "../../planning/values.ts";
import { ServiceError } from "../../rule.ts";
import { formatDuration, parseDuration } from "../../time/duration.ts";
import { blocks, text } from "../input.ts";

/** A health issue of an object of EKS, and the rule that the simulator knows it by. */
export interface Issue {
  readonly rule: { readonly id: string; readonly code: string; readonly http: number };
  readonly message: string;
  /** Ids of the objects concerned, for example of instances. */
  readonly resources: readonly string[];
}

/** Seconds that the provider waits for an operation: the configured time-out, or its own. */
export function timeoutOf(values: Values, operation: "create" | "update" | "delete", fallback: number): number {
  const configured = blocks(values, "timeouts").map((timeouts) => parseDuration(text(timeouts, operation)));
  return configured.find((seconds) => seconds !== undefined) ?? fallback;
}

/** How the provider's wait ends when an object comes to a state that it never leaves, for example `CREATE_FAILED`. */
export function endedIn(waitingFor: string, state: string, wanted: string, issue: Issue): ServiceError {
  const cause = `${issue.resources.join(", ")}: ${issue.rule.code}: ${issue.message}`;
  const found = `unexpected state '${state}', wanted target '${wanted}'`;
  return new ServiceError(issue.rule, `waiting for ${waitingFor}: ${found}. last error: ${cause}`);
}

/** How the provider's wait ends when an object stays in a state for too long. */
export function timedOut(waitingFor: string, state: string, seconds: number, issue: Issue): ServiceError {
  const found = `timeout while waiting for state to become 'ACTIVE' (last state: '${state}', timeout: ${formatDuration(seconds)})`;
  return new ServiceError(issue.rule, `waiting for ${waitingFor}: ${found}: ${issue.rule.code}: ${issue.message}`);
}
