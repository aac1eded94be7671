import type { ControllerContext } from "../../kubernetes/controller.ts";
import { flagAt, objectAt } from "../../kubernetes/fields.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { type Manifest, ownedBy } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import type { ClusterView } from "./cluster-view.ts";
import { labels } from "./kinds.ts";

/** What goes with a Cluster beside its instances: account, access, Services, budgets, and a PodMonitor when asked. */
export function keepClusterObjects({ api, cluster }: ControllerContext, view: ClusterView): void {
  const { name, object } = view;
  for (const made of [...access(view), ...services(view), ...budgets(view)]) api.apply(made);
  const wantsMonitor = flagAt(object.spec, "monitoring.enablePodMonitor");
  // Without the kind the operator leaves it out and says so in its log only.
  if (!wantsMonitor || !findKind(cluster, "monitoring.coreos.com", "PodMonitor")) return;
  const selector = { matchLabels: { [labels.cluster]: name, [labels.podRole]: "instance" } };
  const spec = { selector, podMetricsEndpoints: [{ port: "metrics" }] };
  api.apply({ apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", metadata: metadata(view, name), spec });
}

function metadata({ object, name: cluster, namespace }: ClusterView, name: string, extra: JsonObject = {}) {
  return { name, namespace, labels: { [labels.cluster]: cluster }, ownerReferences: [ownedBy(object)], ...extra };
}

function access(view: ClusterView): readonly Manifest[] {
  const { name, namespace, object } = view;
  const annotations = objectAt(object.spec, "serviceAccountTemplate.metadata.annotations") as Readonly<
    Record<string, string>
  >;
  const api = "rbac.authorization.k8s.io/v1";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata(view, name, { annotations }) },
    {
      apiVersion: api,
      kind: "Role",
      metadata: metadata(view, name),
      rules: [
        { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["get", "watch"] },
        { apiGroups: ["postgresql.cnpg.io"], resources: ["clusters", "clusters/status", "backups"], verbs: ["*"] },
      ],
    },
    {
      apiVersion: api,
      kind: "RoleBinding",
      metadata: metadata(view, name),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

/** For writing, for reading from replicas, and for reading from any instance. */
function services(view: ClusterView): readonly Manifest[] {
  const { name } = view;
  const selectors = {
    rw: { [labels.cluster]: name, [labels.role]: "primary" },
    ro: { [labels.cluster]: name, [labels.role]: "replica" },
    r: { [labels.cluster]: name, [labels.podRole]: "instance" },
  };
  return Object.entries(selectors).map(([ending, selector]) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(view, `${name}-${ending}`),
    spec: { type: "ClusterIP", selector, ports: [{ name: "postgres", port: 5432, targetPort: 5432, protocol: "TCP" }] },
  }));
}

function budgets(view: ClusterView): readonly Manifest[] {
  const { name, instances, hasDisruptionBudgets } = view;
  if (!hasDisruptionBudgets) return [];
  const budget = (ending: string, role: string, minAvailable: number): Manifest => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(view, `${name}${ending}`),
    spec: { minAvailable, selector: { matchLabels: { [labels.cluster]: name, [labels.role]: role } } },
  });
  const primary = budget("-primary", "primary", 1);
  return instances > 2 ? [budget("", "replica", instances - 2), primary] : [primary];
}
