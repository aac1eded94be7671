import type { JsonObject } from "./json.ts";

/** Who acts on the world: the stack and run for the ledger, the caller for the cloud's records. */
export interface Actor {
  /** Stack (or `onboarding`, `simulate`) that owns what this actor makes. */
  readonly stack: string;
  readonly run: string;
}

/** One API call as CloudTrail would show it. */
export interface JournalEntry {
  /** ISO 8601, simulated time. */
  readonly time: string;
  readonly actor: Actor;
  /** ARN or name of the caller. */
  readonly principal: string;
  /** `service:Operation`, for example `ec2:CreateSubnet`. */
  readonly action: string;
  readonly account?: string;
  readonly region?: string;
  readonly resources: readonly string[];
  readonly request: JsonObject;
  readonly error?: { readonly code: string; readonly message: string };
}
