import { invalid } from "./invalid.ts";

const core = "kube-apiserver 1.35.3, answers to objects that break it";

/** What an API server refuses in the containers of pods, and of what pods are made from. */
export const containerRules = {
  containerName: invalid("container-name", "create", core),
  imageMissing: invalid("container-image-missing", "create", core),
  portName: invalid("container-port-name", "create", core),
  portNameTwice: invalid("container-port-name-twice", "create", core),
  portNumber: invalid("container-port-number", "create", core),
  probeHandler: invalid("probe-handler-missing", "create", core),
  probeHandlers: invalid("probe-handlers", "create", core),
  variableName: invalid("variable-name-missing", "create", core),
  variableSources: invalid("variable-sources", "create", core),
  restartPolicy: invalid("restart-policy", "create", core),
} as const;
