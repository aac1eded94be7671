import { at, flagAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

/** Key of a group in the values to the end of the name of its VMRule. Source: chart 0.24.5, templates/rules. */
const groups: Readonly<Record<string, string>> = {
  alertmanager: "alertmanager.rules",
  etcd: "etcd",
  general: "general.rules",
  k8sContainerMemoryRss: "k8s.rules.containermemoryrss",
  k8sContainerMemoryCache: "k8s.rules.containermemorycache",
  k8sContainerCpuUsageSecondsTotal: "k8s.rules.containercpuusagesecondstotal",
  k8sPodOwner: "k8s.rules.podowner",
  k8sContainerResource: "k8s.rules.containerresource",
  k8sContainerMemoryWorkingSetBytes: "k8s.rules.containermemoryworkingsetbytes",
  k8sContainerMemorySwap: "k8s.rules.containermemoryswap",
  kubeApiserver: "kube-apiserver.rules",
  kubeApiserverAvailability: "kube-apiserver-availability.rules",
  kubeApiserverBurnrate: "kube-apiserver-burnrate.rules",
  kubeApiserverHistogram: "kube-apiserver-histogram.rules",
  kubeApiserverSlos: "kube-apiserver-slos",
  kubelet: "kubelet.rules",
  kubePrometheusGeneral: "kube-prometheus-general.rules",
  kubePrometheusNodeRecording: "kube-prometheus-node-recording.rules",
  kubernetesApps: "kubernetes-apps",
  kubernetesResources: "kubernetes-resources",
  kubernetesStorage: "kubernetes-storage",
  kubernetesSystem: "kubernetes-system",
  kubernetesSystemKubelet: "kubernetes-system-kubelet",
  kubernetesSystemApiserver: "kubernetes-system-apiserver",
  kubernetesSystemControllerManager: "kubernetes-system-controller-manager",
  kubeScheduler: "kube-scheduler.rules",
  kubernetesSystemScheduler: "kubernetes-system-scheduler",
  kubeStateMetrics: "kube-state-metrics",
  nodeNetwork: "node-network",
  node: "node.rules",
  nodeExporter: "node-exporter",
  nodeExporterRecording: "node-exporter.rules",
  vmagent: "vmagent",
  vmsingle: "vmsingle",
  vmcluster: "vmcluster",
  vmHealth: "vm-health",
};

/** Groups that need a part of the stack, by the path of its switch. */
const neededPart: Readonly<Record<string, string>> = {
  vmcluster: "vmcluster.enabled",
  vmsingle: "vmsingle.enabled",
  vmagent: "vmagent.enabled",
  etcd: "kubeEtcd.enabled",
  kubeStateMetrics: "kube-state-metrics.enabled",
  nodeExporter: "prometheus-node-exporter.enabled",
  nodeExporterRecording: "prometheus-node-exporter.enabled",
};

/** Rules of the older chart; the newer one lets a Job download them, of which the simulator knows nothing. */
export function defaultRules({ edition }: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = scope;
  if (edition === "newest" || !flagAt(values, "defaultRules.create")) return [];
  return Object.entries(groups)
    .filter(([key]) => at(values, `defaultRules.groups.${key}.create`) !== false)
    .filter(([key]) => flagAt(values, neededPart[key] ?? "defaultRules.create"))
    .map(([, name]) => ({
      apiVersion: "operator.victoriametrics.com/v1beta1",
      kind: "VMRule",
      metadata: inNamespace(scope, `${scope.fullName}-${name}`, {
        labels: textMapAt(values, "defaultRules.labels"),
        annotations: textMapAt(values, "defaultRules.annotations"),
      }),
      spec: { groups: [{ name, rules: [] }] },
    }));
}
