import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { at, numberAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { operatorPod } from "../operator-pod.ts";
import { installationChecks } from "./checks.ts";
import { commonObjects, hostObjects, installationLabels } from "./host-objects.ts";
import { type Host, hostsOf } from "./hosts.ts";
import { installation, installationFinalizer, isOperatorImage, labels } from "./kinds.ts";

/** The operator of ClickHouse, which SigNoz brings along; it sees its own namespace only. */
export const clickHouseOperator: Controller = {
  name: "clickhouse-operator",
  watches: [installation, "apps/StatefulSet", "/Pod", "/Service", "/ConfigMap", "/PersistentVolumeClaim"],
  isRunning: (cluster) => operatorPod(cluster, isOperatorImage) !== undefined,
  definitionChecks: installationChecks,
  reconcile(context) {
    const namespace = operatorPod(context.cluster, isOperatorImage)?.metadata.namespace ?? "";
    for (const chi of context.api.list(installation, { namespace })) {
      if (isTerminating(chi)) takeAway(context, chi);
      else bringUp(context, chi);
    }
  },
};

function bringUp(context: ControllerContext, chi: KubernetesObject): void {
  const { api } = context;
  if (at(chi.status, "status") === undefined && !context.elapsed(`seen ${chi.metadata.uid}`, 1)) return;
  const finalizers = chi.metadata.finalizers ?? [];
  if (!finalizers.includes(installationFinalizer)) {
    api.setFinalizers(chi, [...finalizers, installationFinalizer]);
    return;
  }
  for (const object of commonObjects(chi)) api.apply(object);
  const hosts = hostsOf(chi);
  removeExtra(context, chi, hosts);
  let completed = 0;
  for (const host of hosts) {
    for (const object of hostObjects(chi, host)) api.apply(object);
    // The next server is made when this one answers.
    if (!isReady(context, chi, host)) break;
    completed += 1;
  }
  report(context, chi, hosts, completed);
}

function isReady({ api }: ControllerContext, chi: KubernetesObject, { name }: Host): boolean {
  const set = api.find("apps/StatefulSet", name, chi.metadata.namespace);
  return numberAt(set?.status, "readyReplicas", 0) >= 1;
}

/** Source: clickhouse-operator, pkg/apis/clickhouse.altinity.com/v1/type_status.go. */
function report({ api }: ControllerContext, chi: KubernetesObject, hosts: readonly Host[], completed: number): void {
  const { name, namespace = "" } = chi.metadata;
  const current = api.find(installation, name, namespace) ?? chi;
  const count = (field: "cluster" | "shard"): number =>
    new Set(hosts.map((host) => (field === "cluster" ? host.cluster : `${host.cluster} ${host.shard}`))).size;
  api.setStatus(current, {
    status: completed === hosts.length ? "Completed" : "InProgress",
    clusters: count("cluster"),
    shards: count("shard"),
    replicas: Math.max(0, ...hosts.map(({ replica }) => replica + 1)),
    hosts: hosts.length,
    hostsCompleted: completed,
    pods: hosts.map((host) => `${host.name}-0`),
    fqdns: hosts.map((host) => `${host.name}.${namespace}.svc.cluster.local`),
    endpoint: `clickhouse-${name}.${namespace}.svc.cluster.local`,
  });
}

/** Servers that the layout does not have any more. */
function removeExtra({ api }: ControllerContext, chi: KubernetesObject, hosts: readonly Host[]): void {
  const { namespace = "" } = chi.metadata;
  const wanted = new Set(hosts.map(({ name }) => name));
  for (const set of api.list("apps/StatefulSet", { namespace, labels: installationLabels(chi) })) {
    if (wanted.has(set.metadata.name) || isTerminating(set)) continue;
    const service = api.find("/Service", set.metadata.name, namespace);
    api.delete(set);
    if (service) api.delete(service);
  }
}

/** Takes an installation's parts away, and its volumes unless their template keeps them; then lets it go. */
function takeAway(context: ControllerContext, chi: KubernetesObject): void {
  const { api } = context;
  const { namespace = "" } = chi.metadata;
  if (textAt(chi.status, "status") !== "Terminating") {
    api.setStatus(chi, { status: "Terminating" });
    return;
  }
  if (!context.elapsed(`take away ${chi.metadata.uid}`, 5)) return;
  const own = { namespace, labels: installationLabels(chi) };
  for (const kind of ["apps/StatefulSet", "/Service", "/ConfigMap"]) {
    for (const object of api.list(kind, own)) api.delete(object);
  }
  for (const claim of api.list("/PersistentVolumeClaim", own)) {
    if (claim.metadata.labels?.[labels.reclaimPolicy] !== "Retain") api.delete(claim);
  }
  api.setFinalizers(
    chi,
    (chi.metadata.finalizers ?? []).filter((name) => name !== installationFinalizer),
  );
}
