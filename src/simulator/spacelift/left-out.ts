import type { LeftOut } from "../rule.ts";

/** Facts of the sheet that are not enforced. */
export const spaceliftLeftOut: readonly LeftOut[] = [];
