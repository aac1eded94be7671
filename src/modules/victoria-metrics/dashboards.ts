import type { DataObject } from "../gitops/manifest.ts";

/** A dashboard of grafana.com at one revision. */
const dashboard = (gnetId: number, revision: number): DataObject => ({
  gnetId,
  revision,
  datasource: "VictoriaMetrics",
});

const folder = "/var/lib/grafana/dashboards";

/** Grafana's own dashboards. The sidecar's folder moves away from where the download puts them, which it would be mounted over. */
export const dashboards: DataObject = {
  sidecar: { dashboards: { folder: "/tmp/dashboards" } },
  dashboardProviders: {
    "dashboardproviders.yaml": {
      apiVersion: 1,
      providers: [{ name: "default", orgId: 1, type: "file", options: { path: `${folder}/default` } }],
    },
  },
  dashboards: {
    default: {
      nodes: dashboard(1860, 37),
      "trivy-operator": dashboard(17813, 2),
      "cloudnative-pg": dashboard(20417, 3),
      "clickhouse-operator": dashboard(12163, 2),
    },
  },
};
