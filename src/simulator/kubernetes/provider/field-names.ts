/** Attributes whose name in the API is not simply the same in camel case. */
const exceptions: Readonly<Record<string, string>> = {
  cluster_ip: "clusterIP",
  cluster_ips: "clusterIPs",
  container: "containers",
  dataset_uuid: "datasetUUID",
  external_ips: "externalIPs",
  ceph_fs: "cephfs",
  fc_wwns: "wwids",
  host_ip: "hostIP",
  host_ipc: "hostIPC",
  host_pid: "hostPID",
  http_header: "httpHeaders",
  image_pull_secret: "imagePullSecrets",
  init_container: "initContainers",
  limit: "limits",
  load_balancer_ip: "loadBalancerIP",
  match_expression: "matchExpressions",
  node_selector_term: "nodeSelectorTerms",
  non_resource_urls: "nonResourceURLs",
  on_pod_condition: "onPodConditions",
  option: "options",
  pd_id: "pdID",
  port: "ports",
  readiness_gate: "readinessGates",
  rule: "rules",
  run_as_username: "runAsUserName",
  storage_provisioner: "provisioner",
  subject: "subjects",
  sysctl: "sysctls",
  target_ww_ns: "targetWWNs",
  timezone: "timeZone",
  toleration: "tolerations",
  topology_spread_constraint: "topologySpreadConstraints",
  volume: "volumes",
  volume_device: "volumeDevices",
  volume_id: "volumeID",
  volume_mount: "volumeMounts",
};

/** Names that mean a list as a block and one value as an attribute. */
const pluralBlocksOnly: ReadonlySet<string> = new Set(["port", "option", "volume", "limit"]);

/** The name in the API of an attribute or block of the provider. */
export function apiName(name: string, isBlock: boolean): string {
  const exception = isBlock || !pluralBlocksOnly.has(name) ? exceptions[name] : undefined;
  return exception ?? name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** What belongs to the provider alone, or is handled apart. */
const ownAttributes: ReadonlySet<string> = new Set([
  "id",
  "metadata",
  "timeouts",
  "binary_data_wo",
  "binary_data_wo_revision",
  "data_wo",
  "data_wo_revision",
  "default_secret_name",
  "status",
]);

/** True for attributes that stand for no field of the object. */
export function isProvidersOwn(name: string): boolean {
  return ownAttributes.has(name) || name.startsWith("wait_");
}

/** Blocks without a limit of one that hold a single object all the same. */
const singleObjects: ReadonlySet<string> = new Set([
  "config_map",
  "grpc",
  "label_selector",
  "namespace_selector",
  "post_start",
  "pre_stop",
  "projected",
  "tcp_socket",
]);

/** Whether a block is one object in the API, or an element of a list. */
export function isSingleObject(
  name: string,
  { max_items, nesting_mode }: { max_items?: number; nesting_mode: string },
): boolean {
  if (name === "allowed_topologies") return false;
  if (name === "secret") return nesting_mode !== "set";
  return max_items === 1 || singleObjects.has(name);
}

/** How a text of the provider is written in the API. */
type TextForm = "number" | "number or text" | "octal" | "text";

const forms: Readonly<Record<string, TextForm>> = {
  default_mode: "octal",
  fs_group: "number",
  max_surge: "number or text",
  max_unavailable: "number or text",
  min_available: "number or text",
  mode: "octal",
  port: "number or text",
  replicas: "number",
  run_as_group: "number",
  run_as_user: "number",
  target_port: "number or text",
  toleration_seconds: "number",
};

/** How the API writes what the provider holds as a text under this name. */
export function textForm(name: string): TextForm {
  return forms[name] ?? "text";
}
