import type { ChartDefinition } from "../../../../charts/chart-facts.ts";

const kind = (name: string, plural: string, version: string): ChartDefinition => ({
  group: "monitoring.coreos.com",
  version,
  served: [version],
  kind: name,
  plural,
  scope: "Namespaced",
});

/** Kinds of the Prometheus operator, as its sub-chart 11.0 installs them. Source: prometheus-operator 0.73. */
export const prometheusDefinitions: readonly ChartDefinition[] = [
  kind("AlertmanagerConfig", "alertmanagerconfigs", "v1alpha1"),
  kind("Alertmanager", "alertmanagers", "v1"),
  kind("PodMonitor", "podmonitors", "v1"),
  kind("Probe", "probes", "v1"),
  kind("PrometheusAgent", "prometheusagents", "v1alpha1"),
  kind("Prometheus", "prometheuses", "v1"),
  kind("PrometheusRule", "prometheusrules", "v1"),
  kind("ScrapeConfig", "scrapeconfigs", "v1alpha1"),
  kind("ServiceMonitor", "servicemonitors", "v1"),
  kind("ThanosRuler", "thanosrulers", "v1"),
];
