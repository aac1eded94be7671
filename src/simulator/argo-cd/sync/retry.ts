import { numberAt, objectAt } from "../../kubernetes/fields.ts";
import type { JsonObject } from "../../world/json.ts";
import { defaultBackoff, type RetryStrategy } from "../application.ts";

/** How an operation is tried again when it fails, as it is written in the operation; not at all by default. */
export function retryOf(operation: JsonObject): RetryStrategy {
  const retry = objectAt(operation, "retry");
  return {
    limit: numberAt(retry, "limit", 0),
    backoff: {
      duration: numberAt(retry, "backoff.duration", defaultBackoff.duration),
      factor: numberAt(retry, "backoff.factor", defaultBackoff.factor),
      maxDuration: numberAt(retry, "backoff.maxDuration", defaultBackoff.maxDuration),
    },
  };
}

/** Seconds before a retry, the first being number 1. */
export function retryDelay({ backoff: { duration, factor, maxDuration } }: RetryStrategy, attempt: number): number {
  return Math.min(maxDuration, duration * factor ** (attempt - 1));
}

/** What Argo CD says of a retry to come; the time is UTC, as in `3:04PM`. Source: argoproj/argo-cd controller/appcontroller.go. */
export function retryMessage(attempt: number, next: Date): string {
  const hours = next.getUTCHours();
  const minutes = String(next.getUTCMinutes()).padStart(2, "0");
  return `Retrying attempt #${attempt} at ${hours % 12 || 12}:${minutes}${hours < 12 ? "AM" : "PM"}.`;
}
