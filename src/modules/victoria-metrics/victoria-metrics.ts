import { type GeneratedSecret, type PlatformApplication, selfContained } from "../gitops/application.ts";
import { allKeys, onDemand, volumes } from "../gitops/needs.ts";
import { dashboards } from "./dashboards.ts";

const name = "victoria-metrics-k8s-stack";
const namespace = "victoria-metrics";

/** One password for good: the chart would draw another at every rendering, and Grafana would restart with each. */
const administrator: GeneratedSecret = {
  name: "grafana-admin",
  passwords: { admin: { length: 32 } },
  data: { "admin-user": "admin", "admin-password": "{admin}" },
  revision: 1,
};

/** Metrics of the cluster and of everything in it, with Grafana. Its kinds are there before any other application scrapes. */
export function victoriaMetrics(): PlatformApplication {
  return {
    ...selfContained,
    name,
    engine: "argo-cd",
    namespace,
    project: "monitoring",
    wave: 0,
    chart: {
      chart: "victoria-metrics-k8s-stack",
      release: name,
      values: {
        vmsingle: { spec: { nodeSelector: onDemand } },
        vmagent: { spec: { scrapeInterval: "30s", nodeSelector: onDemand } },
        // Nobody would evaluate or deliver alerts: SigNoz does, by mail.
        alertmanager: { enabled: false },
        vmalert: { enabled: false },
        // The job would fetch rules and dashboards from branches that move.
        syncJob: { enabled: false },
        // EKS runs these where nothing scrapes them.
        kubeControllerManager: { enabled: false },
        kubeScheduler: { enabled: false },
        kubeEtcd: { enabled: false },
        // Its certificate would be another one at every rendering.
        "victoria-metrics-operator": { admissionWebhooks: { enabled: false } },
        grafana: {
          admin: { existingSecret: administrator.name },
          ...dashboards,
        },
      },
    },
    secrets: [administrator],
    uses: [...allKeys(namespace, administrator), volumes],
  };
}
