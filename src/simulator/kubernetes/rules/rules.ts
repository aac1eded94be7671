import type { AnyRule } from "../../rule.ts";
import { workloadRules } from "../workloads/rules.ts";
import { requestRules } from "./request-rules.ts";

/** What API servers refuse. */
export const kubernetesRules: readonly AnyRule[] = [requestRules, workloadRules].flatMap((rules) =>
  Object.values(rules),
);
