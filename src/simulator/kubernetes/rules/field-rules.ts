import { invalid } from "./invalid.ts";

const apps = "API reference, apps/v1; wording from general knowledge";
const core = "API reference, v1; wording from general knowledge";
const server = "kube-apiserver 1.35.3, answers to objects that break it";

/** What an API server refuses in the fields of single kinds. */
export const fieldRules = {
  dataSize: invalid("data-too-long", "create", core),
  dataKey: invalid("data-key", "create", "apimachinery, pkg/util/validation/validation.go"),
  secretData: invalid("secret-data-missing", "create", core),
  selectorMissing: invalid("selector-missing", "create", apps),
  selectorMismatch: invalid("selector-mismatch", "create", apps),
  containersMissing: invalid("containers-missing", "create", core),
  containerTwice: invalid("container-twice", "create", core),
  volumeMissing: invalid("volume-missing", "create", core),
  requestOverLimit: invalid("request-over-limit", "create", core),
  servicePorts: invalid("service-ports-missing", "create", server),
  servicePortName: invalid("service-port-name", "create", server),
  servicePortTwice: invalid("service-port-twice", "create", core),
  targetPort: invalid("service-target-port", "create", server),
  definitionName: invalid("definition-name", "create", "apiextensions-apiserver, pkg/apis/apiextensions/validation"),
  definitionStorage: invalid(
    "definition-storage-version",
    "create",
    "apiextensions-apiserver, pkg/apis/apiextensions/validation",
  ),
} as const;
