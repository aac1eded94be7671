import { refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import { isReachable } from "./reach.ts";
import type { Stack } from "./records/stack.ts";
import { accessRules } from "./rules/access.ts";
import { stackRules } from "./rules/stack.ts";
import { checkSourceControl } from "./source-control.ts";
import { spacesOf } from "./usage.ts";

/** Refuses a stack or module whose space, source or worker pool does not exist or is out of reach. */
export function checkProject(
  client: Spacelift,
  { spaceId, sourceControl, workerPoolId }: Pick<Stack, "spaceId" | "sourceControl" | "workerPoolId">,
): void {
  const spaces = spacesOf(client);
  refuseUnless(spaces.get(spaceId), accessRules.unknownSpace, spaceId);
  checkSourceControl(client, sourceControl, spaceId);
  if (workerPoolId === null) return;
  const pool = client.table("worker-pool").get(workerPoolId);
  refuseUnless(pool && isReachable(spaces, spaceId, pool.spaceId), stackRules.workerPoolNotFound, workerPoolId);
}
