import type { AnyRule } from "../../rule.ts";
import { requestRules } from "./request-rules.ts";

/** What API servers refuse. */
export const kubernetesRules: readonly AnyRule[] = Object.values(requestRules);
