import type { AnyRule } from "../../rule.ts";
import { ebsDriverRules, storageRules } from "../storage/rules.ts";
import { workloadRules } from "../workloads/rules.ts";
import { accessRules } from "./access-rules.ts";
import { admissionRules } from "./admission-rules.ts";
import { applyRules } from "./apply-rules.ts";
import { containerRules } from "./container-rules.ts";
import { fieldRules } from "./field-rules.ts";
import { immutabilityRules } from "./immutability-rules.ts";
import { metadataRules } from "./metadata-rules.ts";
import { objectRules } from "./object-rules.ts";
import { requestRules } from "./request-rules.ts";

/** What API servers refuse, and what works in clusters beside them. */
export const kubernetesRules: readonly AnyRule[] = [
  accessRules,
  requestRules,
  metadataRules,
  fieldRules,
  containerRules,
  objectRules,
  immutabilityRules,
  applyRules,
  admissionRules,
  workloadRules,
  storageRules,
  ebsDriverRules,
].flatMap((table): AnyRule[] => Object.values(table));
