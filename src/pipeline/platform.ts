import type { AccountRecords } from "../simulator/spacelift/queries/account.ts";
import { stacksInDependencyOrder } from "../simulator/spacelift/queries/dependencies.ts";
import { spaceLine } from "../simulator/spacelift/reach.ts";

/** What the pipeline needs to know of the declared platform to find it again in Spacelift. */
export interface Platform {
  /** Name of the Spacelift account. */
  readonly account: string;
  /** Id of the administrative stack, which was made by hand. */
  readonly rootStackId: string;
  /** Names of the environments in the order of promotion; each names a space. */
  readonly environments: readonly string[];
  /** Folders of the stacks that the environments have, which stay when a stack gets another name. */
  readonly projectRoots: readonly string[];
  /** Where the cluster of each environment is, and what it is called. */
  readonly clusters: Readonly<
    Record<string, { readonly account: string; readonly region: string; readonly name: string }>
  >;
}

/** The environment whose space a stack is in or below; null above all of them. */
export function environmentOfStack(platform: Platform, records: AccountRecords, stackId: string): string | null {
  const stack = records.stacks.get(stackId);
  if (!stack) return null;
  const line = spaceLine(records.spaces, stack.spaceId).map(({ name }) => name);
  return platform.environments.find((name) => line.includes(name)) ?? null;
}

/** Stacks of the environments, as {@link inOrder} has them. */
export function stacksOf(
  platform: Platform,
  records: AccountRecords,
  environments: readonly string[],
): readonly string[] {
  const stacks = [...records.stacks.keys()].filter((stackId) =>
    environments.includes(environmentOfStack(platform, records, stackId) ?? ""),
  );
  return inOrder(platform, records, stacks);
}

/** Stacks in the order in which people think of them: by the promotion of their environments, and each after those it depends on. */
export function inOrder(platform: Platform, records: AccountRecords, stackIds: readonly string[]): readonly string[] {
  const rank = (stackId: string): number =>
    platform.environments.indexOf(environmentOfStack(platform, records, stackId) ?? "");
  return stacksInDependencyOrder(records)
    .filter((stackId) => stackIds.includes(stackId))
    .sort((left, right) => rank(left) - rank(right));
}
