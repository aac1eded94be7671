import type { ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt } from "../../kubernetes/fields.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { canonicalJson } from "../../world/json.ts";
import { apiVersion, group } from "./kinds.ts";

interface Twin {
  /** Kind of the Prometheus operator. */
  readonly kind: string;
  readonly twin: string;
  /** Variable of the operator that switches the conversion. */
  readonly variable: string;
}

const twins: readonly Twin[] = [
  { kind: "ServiceMonitor", twin: "VMServiceScrape", variable: "VM_ENABLEDPROMETHEUSCONVERTER_SERVICESCRAPE" },
  { kind: "PodMonitor", twin: "VMPodScrape", variable: "VM_ENABLEDPROMETHEUSCONVERTER_PODMONITOR" },
  { kind: "PrometheusRule", twin: "VMRule", variable: "VM_ENABLEDPROMETHEUSCONVERTER_PROMETHEUSRULE" },
];

const prometheus = "monitoring.coreos.com";

/** Kinds of the Prometheus operator that are converted. */
export const monitorKinds: readonly string[] = twins.map(({ kind }) => `${prometheus}/${kind}`);

/**
 * Makes a resource of its own for every monitor and rule of the Prometheus operator. It stays when the original goes, as the operator
 * makes itself no owner unless told to.
 */
export function convertMonitors({ api, cluster }: ControllerContext, operator: KubernetesObject): void {
  const env = objectsAt(operator.spec, "containers").flatMap((container) => objectsAt(container, "env"));
  for (const { kind, twin, variable } of twins) {
    if (env.some(({ name, value }) => name === variable && value === "false")) continue;
    if (!findKind(cluster, prometheus, kind) || !findKind(cluster, group, twin)) continue;
    for (const original of api.list(`${prometheus}/${kind}`)) {
      if (isTerminating(original)) continue;
      const { name, namespace = "", labels = {} } = original.metadata;
      const present = api.find(`${group}/${twin}`, name, namespace);
      if (canonicalJson(present?.spec) === canonicalJson(original.spec)) continue;
      const manifest = { apiVersion, kind: twin, metadata: { name, namespace, labels }, spec: original.spec ?? {} };
      if (present) api.update(manifest);
      else api.create(manifest);
    }
  }
}
