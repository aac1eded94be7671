import type { ChartPatch } from "../gitops/application.ts";

/**
 * Keeps the operator when the release is removed. Helm takes Deployments away before kinds that it does not know, and without its
 * operator an installation of ClickHouse never goes: its finalizer stays, and with it the namespace, which is what takes the operator
 * in the end. Source: Helm, `pkg/release/v1/util/kind_sorter.go`; clickhouse-operator, `pkg/controller/chi/worker.go`.
 */
export const operatorStays: ChartPatch = {
  target: { labelSelector: "app.kubernetes.io/component=operator" },
  patch: {
    apiVersion: "v1",
    kind: "Any",
    metadata: { name: "any", annotations: { "helm.sh/resource-policy": "keep" } },
  },
};
