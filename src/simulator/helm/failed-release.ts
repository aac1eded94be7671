import type { HelmClient } from "./helm-client.ts";
import type { Release } from "./release.ts";
import { recordRelease } from "./release-storage.ts";

/** An operation that failed after its revision was recorded. */
export class ReleaseFailed extends Error {
  readonly release: Release;

  constructor(message: string, release: Release, cause: unknown) {
    super(message, { cause });
    this.name = "ReleaseFailed";
    this.release = release;
  }
}

/** Records that an operation failed. */
export function recordFailure({ api }: HelmClient, release: Release, doing: string, cause: unknown): Release {
  return recordRelease(api, { ...release, status: "failed", description: `${doing} failed: ${messageOf(cause)}` });
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
