import { invalid } from "./invalid.ts";

const apps = "apimachinery, pkg/api/validation/objectmeta.go; which fields: general knowledge";
const storage = "kubernetes, pkg/apis/storage/validation/validation.go";
const captured = "messages of servers of 1.34";

/** What an API server refuses to change. */
export const immutabilityRules = {
  selector: invalid("selector-immutable", "update", apps),
  jobTemplate: invalid("job-template-immutable", "update", apps),
  statefulSet: invalid("statefulset-immutable", "update", "kubernetes, pkg/apis/apps/validation/validation.go"),
  clusterIp: invalid("cluster-ip-immutable", "update", `${captured}; kubernetes, pkg/apis/core/validation`),
  clusterIpUnset: invalid("cluster-ip-unset", "update", `${captured}; kubernetes, pkg/apis/core/validation`),
  storageClass: invalid("storage-class-immutable", "update", storage),
  bindingMode: invalid("binding-mode-immutable", "update", storage),
  claim: invalid("claim-immutable", "update", captured),
  claimShrunk: invalid("claim-shrunk", "update", "general knowledge"),
  frozenData: invalid("frozen-data", "update", `${captured}; fluxcd/pkg, tests of ssa`),
  secretType: invalid("secret-type-immutable", "update", "general knowledge"),
  roleRef: invalid("role-ref-immutable", "update", "general knowledge"),
  pod: invalid("pod-immutable", "update", "general knowledge"),
  definition: invalid("definition-immutable", "update", "general knowledge"),
  storedVersion: invalid("stored-version-dropped", "update", "general knowledge"),
} as const;
