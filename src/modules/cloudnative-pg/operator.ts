import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import { podScrape } from "../victoria-metrics/scrapes.ts";

const namespace = "cnpg-system";

/** Runs PostgreSQL clusters. */
export function postgresOperator(): PlatformApplication {
  return {
    ...selfContained,
    name: "postgres-cloud-native-operator",
    engine: "argo-cd",
    namespace,
    project: "data",
    wave: 1,
    chart: { chart: "cloudnative-pg", release: "cloudnative-pg", values: {} },
    manifests: [
      podScrape({
        name: "cloudnative-pg",
        namespace,
        labels: { "app.kubernetes.io/name": "cloudnative-pg" },
        port: "metrics",
      }),
    ],
  };
}
