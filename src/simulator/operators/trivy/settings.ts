import type { Cluster } from "../../kubernetes/cluster.ts";
import { objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { operatorPod } from "../operator-pod.ts";

/** How the operator is set: by the variables of its pod and by ConfigMaps beside it. */
export interface Settings {
  /** Namespaces that are scanned; empty for all. */
  readonly namespaces: readonly string[];
  readonly excludedNamespaces: readonly string[];
  /** Kinds of workloads in lower case. */
  readonly workloads: readonly string[];
  /** Patterns of images that are not scanned; a star stands for anything. */
  readonly excludedImages: readonly string[];
  /** Images that are scanned at a time. */
  readonly parallelScans: number;
  readonly scansVulnerabilities: boolean;
  readonly auditsConfiguration: boolean;
  readonly ignoresUnfixed: boolean;
}

/** The operator's pod, when it works. */
export function trivyPod(cluster: Cluster): KubernetesObject | undefined {
  return operatorPod(cluster, (image) => /\/trivy-operator:/.test(image));
}

/** Reads the settings of the operator from the variables of its pod. */
export function settingsOf(cluster: Cluster, pod: KubernetesObject): Settings {
  const namespace = pod.metadata.namespace ?? "";
  const [container] = objectsAt(pod.spec, "containers");
  const env = new Map(objectsAt(container, "env").map((variable) => [variable.name, textAt(variable, "value")]));
  const source = objectsAt(container, "envFrom").map((from) => textAt(from, "configMapRef.name"))[0] ?? "";
  const dataOf = (name: string) => textMapAt(cluster.store.find("/ConfigMap", namespace, name), "data");
  const operator = dataOf(source);
  const isOn = (name: string): boolean => operator[name] !== "false";
  return {
    namespaces: listIn(env.get("OPERATOR_TARGET_NAMESPACES")),
    excludedNamespaces: listIn(env.get("OPERATOR_EXCLUDE_NAMESPACES")),
    workloads: listIn(env.get("OPERATOR_TARGET_WORKLOADS")),
    excludedImages: listIn(dataOf("trivy-operator")["scanJob.excludeImages"]),
    parallelScans: Number(operator.OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT ?? "10") || 10,
    scansVulnerabilities: isOn("OPERATOR_VULNERABILITY_SCANNER_ENABLED"),
    auditsConfiguration: isOn("OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED"),
    ignoresUnfixed: dataOf("trivy-operator-trivy-config")["trivy.ignoreUnfixed"] === "true",
  };
}

function listIn(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
