import type { KubernetesApi } from "../../kubernetes/api.ts";
import { groupOf, isTerminating, type KubernetesObject, kindKey } from "../../kubernetes/object.ts";
import { argoCdNamespace } from "../running.ts";
import * as custom from "./custom-resources.ts";
import { type Health, progressing } from "./health-status.ts";
import * as workloads from "./workloads.ts";

type HealthCheck = (object: KubernetesObject) => Health;

const ready: HealthCheck = (object) => custom.conditionHealth(object, "Ready", `Initializing ${object.kind}`);

const checks: Readonly<Record<string, HealthCheck>> = {
  "apps/Deployment": workloads.deploymentHealth,
  "apps/StatefulSet": workloads.statefulSetHealth,
  "apps/DaemonSet": workloads.daemonSetHealth,
  "apps/ReplicaSet": workloads.replicaSetHealth,
  "batch/Job": workloads.jobHealth,
  "/Pod": workloads.podHealth,
  "/PersistentVolumeClaim": workloads.claimHealth,
  "/Service": workloads.serviceHealth,
  "networking.k8s.io/Ingress": workloads.ingressHealth,
  "autoscaling/HorizontalPodAutoscaler": custom.autoscalerHealth,
  "apiregistration.k8s.io/APIService": (object) => custom.conditionHealth(object, "Available"),
  "apiextensions.k8s.io/CustomResourceDefinition": custom.definitionHealth,
  "cert-manager.io/Certificate": custom.certificateHealth,
  "cert-manager.io/Issuer": ready,
  "cert-manager.io/ClusterIssuer": ready,
  "gateway.networking.k8s.io/Gateway": custom.gatewayHealth,
  "gateway.networking.k8s.io/HTTPRoute": custom.routeHealth,
  "gateway.networking.k8s.io/GRPCRoute": custom.routeHealth,
  "gateway.networking.k8s.io/GatewayClass": custom.gatewayClassHealth,
  "postgresql.cnpg.io/Cluster": custom.postgresHealth,
  "clickhouse.altinity.com/ClickHouseInstallation": custom.clickHouseHealth,
};

/** Kinds of VictoriaMetrics whose objects run something. */
const victoriaMetrics = /^VM(Agent|Alert|Alertmanager|Auth|Cluster|Single|Anomaly)$|^V[LT](Agent|Cluster|Single)$/;

/** The check of a kind, as `group/Kind`; undefined for kinds that are healthy when they exist. */
function checkOf(kind: string): HealthCheck | undefined {
  const group = groupOf(kind);
  if (group.endsWith(".toolkit.fluxcd.io")) return fluxKinds.has(kind) ? custom.fluxHealth : undefined;
  if (group === "operator.victoriametrics.com") {
    return victoriaMetrics.test(kind.slice(group.length + 1)) ? custom.victoriaMetricsHealth : undefined;
  }
  return checks[kind];
}

const fluxKinds = new Set([
  "helm.toolkit.fluxcd.io/HelmRelease",
  "kustomize.toolkit.fluxcd.io/Kustomization",
  "source.toolkit.fluxcd.io/GitRepository",
  "source.toolkit.fluxcd.io/OCIRepository",
  "source.toolkit.fluxcd.io/HelmChart",
  "source.toolkit.fluxcd.io/Bucket",
]);

/** Health of an object as Argo CD sees it; undefined for kinds that it does not judge. */
export function judgedHealth(api: KubernetesApi, object: KubernetesObject): Health | undefined {
  if (isTerminating(object) && kindKey(object) !== "apiextensions.k8s.io/CustomResourceDefinition") {
    return progressing("Pending deletion");
  }
  const kind = kindKey(object);
  if (kind === "argoproj.io/Application") {
    const check = applicationCheck(api);
    return check === "" ? undefined : custom.applicationHealth(object, check);
  }
  return checkOf(kind)?.(object);
}

/** The Lua text that judges child Applications, from `argocd-cm`; empty when there is none. */
function applicationCheck(api: KubernetesApi): string {
  const settings = api.find("/ConfigMap", "argocd-cm", argoCdNamespace(api.cluster));
  const data = settings?.data as Readonly<Record<string, string>> | undefined;
  const own = data?.["resource.customizations.health.argoproj.io_Application"];
  const together = data?.["resource.customizations"] ?? "";
  return own ?? (together.includes("argoproj.io/Application") ? together : "");
}
