import { rule } from "../../rule.ts";

const general = "general knowledge";

/** What API servers refuse about pods and Services that are made. */
export const workloadRules = {
  serviceAccount: rule({
    id: "kubernetes/pod-service-account",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (pod: string, namespace: string, account: string) =>
      `pods "${pod}" is forbidden: error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    source: `apiserver, admission plugin ServiceAccount; wording from ${general}`,
  }),
  priorityClass: rule({
    id: "kubernetes/pod-priority-class",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (pod: string, name: string) => `pods "${pod}" is forbidden: no PriorityClass with name ${name} was found`,
    source: `apiserver, admission plugin Priority; wording from ${general}`,
  }),
  hostName: rule({
    id: "kubernetes/pod-host-name",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (pod: string, name: string) =>
      `Pod "${pod}" is invalid: spec.hostname: Invalid value: "${name}": must be no more than 63 characters`,
    source: `API reference, PodSpec; wording from ${general}`,
  }),
  addressOutOfRange: rule({
    id: "kubernetes/cluster-ip-range",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (service: string, address: string, range: string) =>
      `Service "${service}" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${range}`,
    source: `Kubernetes documentation, Service ClusterIP allocation; wording from ${general}`,
  }),
  addressTaken: rule({
    id: "kubernetes/cluster-ip-taken",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (service: string, address: string) =>
      `Service "${service}" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: provided IP is already allocated`,
    source: `Kubernetes documentation, Service ClusterIP allocation; wording from ${general}`,
  }),
  nodePortRange: rule({
    id: "kubernetes/node-port-range",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (service: string, index: number, port: number) =>
      `Service "${service}" is invalid: spec.ports[${index}].nodePort: Invalid value: ${port}: provided port is not in the valid range. The range of valid ports is 30000-32767`,
    source: `Kubernetes documentation, Service type NodePort; wording from ${general}`,
  }),
  nodePortTaken: rule({
    id: "kubernetes/node-port-taken",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (service: string, index: number, port: number) =>
      `Service "${service}" is invalid: spec.ports[${index}].nodePort: Invalid value: ${port}: provided port is already allocated`,
    source: `Kubernetes documentation, Service type NodePort; wording from ${general}`,
  }),
} as const;
