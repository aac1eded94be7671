import type { AnyRule } from "../../rule.ts";
import { ebsDriverRules, storageRules } from "../storage/rules.ts";
import { workloadRules } from "../workloads/rules.ts";
import { requestRules } from "./request-rules.ts";

/** What API servers refuse. */
export const kubernetesRules: readonly AnyRule[] = [requestRules, workloadRules, storageRules, ebsDriverRules].flatMap(
  (rules) => Object.values(rules),
);
