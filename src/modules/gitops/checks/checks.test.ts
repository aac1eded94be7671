import { describe, expect, test } from "vitest";
import { change, changeValues, type Plan, problemsIn, soundPlan } from "../testing/planned.ts";

/** A broken plan with the problem it must lead to, and one that is nearly broken but right. */
interface Case {
  readonly broken: (plan: Plan) => void;
  readonly right: (plan: Plan) => void;
  /** Code of the problem, its path without the environment, and what it and its hint must say. */
  readonly code: string;
  readonly at: string;
  readonly says: string;
  readonly hint: string;
}

const cases: Readonly<Record<string, Case>> = {
  "a mistyped value of a chart": {
    broken: (plan) => changeValues(plan, "policy-reporter", { ui: { enable: true } }),
    right: (plan) => changeValues(plan, "policy-reporter", { ui: { enabled: false } }),
    code: "ES0220",
    at: "policy-reporter.values.ui.enable",
    says: "policy-reporter 3.9.1 reads no value ui.enable.",
    hint: "Did you mean enabled?",
  },
  "a value that upstream renamed": {
    broken: (plan) => changeValues(plan, "signoz", { schemaMigrator: { enableReplication: true } }),
    right: (plan) => changeValues(plan, "signoz", { telemetryStoreMigrator: { enableReplication: true } }),
    code: "ES0220",
    at: "signoz.values.schemaMigrator",
    says: "signoz 0.131.0 reads no value schemaMigrator; 0.55.1 does.",
    hint: "It reads here: global",
  },
  "a value that moved into a list": {
    broken: (plan) => changeValues(plan, "airflow-postgres-cloud-native", { pooler: { enabled: true } }),
    right: (plan) => changeValues(plan, "airflow-postgres-cloud-native", { poolers: [] }),
    code: "ES0220",
    at: "airflow-postgres-cloud-native.values.pooler",
    says: "cluster 0.8.1 reads no value pooler; 0.0.9 does.",
    hint: "Did you mean poolers?",
  },
  "a value of a sub-chart that is not known": {
    broken: (plan) => changeValues(plan, "victoria-metrics-k8s-stack", { grafana: { adminPasword: "x" } }),
    right: (plan) => changeValues(plan, "victoria-metrics-k8s-stack", { grafana: { replicas: 2 } }),
    code: "ES0220",
    at: "victoria-metrics-k8s-stack.values.grafana.adminPasword",
    says: "reads no value grafana.adminPasword",
    hint: "It reads here: ",
  },
  "a map where a chart takes one value": {
    broken: (plan) => changeValues(plan, "envoy-gateway", { crds: { enabled: { gatewayAPI: false } } }),
    right: (plan) => changeValues(plan, "envoy-gateway", { crds: { enabled: false } }),
    code: "ES0220",
    at: "envoy-gateway.values.crds.enabled",
    says: "crds.enabled is a map",
    hint: "Its default is true",
  },
  "a storage class in a value that nobody makes": {
    broken: (plan) =>
      changeValues(plan, "airflow-postgres-cloud-native", {
        cluster: { storage: { size: "30Gi", storageClass: "gp9" } },
      }),
    right: (plan) =>
      changeValues(plan, "airflow-postgres-cloud-native", {
        cluster: { storage: { size: "30Gi", storageClass: "gp3" } },
      }),
    code: "ES0223",
    at: "airflow-postgres-cloud-native.values.cluster.storage.storageClass",
    says: "uses the storage class gp9, which nobody writes",
    hint: "The deployments stack writes the storage class gp3",
  },
  "a value from a secret at a path that no chart reads": {
    broken: (plan) =>
      change(plan, "signoz", ({ chart }) =>
        chart ? { chart: { ...chart, secretValues: [{ ...secretValue, path: "clickhouse.pasword" }] } } : {},
      ),
    right: (plan) =>
      change(plan, "signoz", ({ chart }) =>
        chart ? { chart: { ...chart, secretValues: [{ ...secretValue, path: "clickhouse.password" }] } } : {},
      ),
    code: "ES0220",
    at: "signoz.values.clickhouse.pasword",
    says: "reads no value clickhouse.pasword",
    hint: "Did you mean password?",
  },
  "a version of a chart that nothing is known of": {
    broken: ({ charts }) => {
      charts.airflow = { ...charts.airflow, version: "1.19.0" };
    },
    right: ({ charts }) => {
      charts.airflow = { ...charts.airflow, version: "1.15.0" };
    },
    code: "ES0221",
    at: "apache-airflow",
    says: "Nothing is known of airflow 1.19.0",
    hint: "Use one of 1.15.0 and 1.22.0",
  },
  "an object of a kind that nothing brings": {
    broken: (plan) => change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrap")] })),
    right: (plan) => change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrape")] })),
    code: "ES0222",
    at: "trivy-operator.manifests.VMServiceScrap/x",
    says: "Nothing brings the kind VMServiceScrap of operator.victoriametrics.com/v1beta1",
    hint: "Did you mean VMServiceScrape?",
  },
  "an object in a version that is no longer served": {
    broken: (plan) =>
      change(plan, "envoy-gateway", ({ manifests }) => ({
        manifests: manifests.map((manifest) =>
          manifest.kind === "GatewayClass"
            ? { ...manifest, apiVersion: "gateway.networking.k8s.io/v1alpha2" }
            : manifest,
        ),
      })),
    right: (plan) =>
      change(plan, "envoy-gateway", ({ manifests }) => ({
        manifests: manifests.map((manifest) =>
          manifest.kind === "GatewayClass"
            ? { ...manifest, apiVersion: "gateway.networking.k8s.io/v1beta1" }
            : manifest,
        ),
      })),
    code: "ES0222",
    at: "envoy-gateway.manifests.GatewayClass/eg",
    says: "the kind GatewayClass of gateway.networking.k8s.io/v1alpha2",
    hint: "It is served as gateway.networking.k8s.io/v1, gateway.networking.k8s.io/v1beta1",
  },
  // Defect 58: cert-manager came before the Gateway API, and ended at once.
  "a controller in a wave before the kinds that it watches": {
    broken: (plan) => change(plan, "gateway-api", () => ({ wave: 1 })),
    right: (plan) => change(plan, "gateway-api", () => ({ wave: -1 })),
    code: "ES0222",
    at: "cert-manager.chart",
    says: "The chart cert-manager needs the kind Gateway",
    hint: "gateway-api brings it, in wave 1: put cert-manager into a later one.",
  },
  "a PodMonitor without anybody who defines the kind": {
    broken: (plan) => changeValues(plan, "postgres-cloud-native-operator", { monitoring: { podMonitorEnabled: true } }),
    right: (plan) => changeValues(plan, "postgres-cloud-native-operator", { monitoring: { podMonitorEnabled: false } }),
    code: "ES0222",
    at: "postgres-cloud-native-operator.chart",
    says: "needs the kind PodMonitor of monitoring.coreos.com for monitoring.podMonitorEnabled",
    hint: "Add the application that brings it",
  },
  "kinds that a switch of their chart keeps away": {
    broken: (plan) => changeValues(plan, "trivy-operator-polr-adapter", { crds: { install: false } }),
    right: (plan) => changeValues(plan, "trivy-operator-polr-adapter", { crds: { install: true } }),
    code: "ES0222",
    at: "policy-reporter.chart",
    says: "The chart policy-reporter needs the kind PolicyReport",
    hint: "Add the application that brings it",
  },
  // Defects of the like of 66: an OCIRepository that the newest Flux serves no more.
  "an object of Flux in a version of before": {
    broken: (plan) =>
      change(plan, "signoz", () => ({ manifests: [object("OCIRepository", "source.toolkit.fluxcd.io/v1beta2")] })),
    right: (plan) =>
      change(plan, "signoz", () => ({ manifests: [object("OCIRepository", "source.toolkit.fluxcd.io/v1")] })),
    code: "ES0222",
    at: "signoz.manifests.OCIRepository/x",
    says: "the kind OCIRepository of source.toolkit.fluxcd.io/v1beta2",
    hint: "It is served as source.toolkit.fluxcd.io/v1.",
  },
  "a key of a secret that nobody writes": {
    broken: (plan) =>
      change(plan, "apache-airflow", ({ uses }) => ({
        uses: [...uses, { kind: "secret", namespace: "airflow", name: "pg-user-secret", key: "uri" }],
      })),
    right: (plan) =>
      change(plan, "apache-airflow", ({ uses }) => ({
        uses: [...uses, { kind: "secret", namespace: "airflow", name: "pg-user-secret", key: "connection" }],
      })),
    code: "ES0223",
    at: "apache-airflow.uses",
    says: "apache-airflow uses the key uri of the secret airflow/pg-user-secret, which nobody writes",
    hint: "airflow-postgres-cloud-native (by the deployments stack) writes the key",
  },
  "a service at another port": {
    broken: (plan) =>
      change(plan, "signoz", ({ uses }) => ({
        uses: [...uses, { kind: "service", namespace: "signoz", name: "signoz-otel-collector", port: 4319 }],
      })),
    right: (plan) =>
      change(plan, "signoz", ({ uses }) => ({
        uses: [...uses, { kind: "service", namespace: "signoz", name: "signoz-otel-collector", port: 4318 }],
      })),
    code: "ES0223",
    at: "signoz.uses",
    says: "signoz uses the service signoz/signoz-otel-collector at port 4319",
    hint: "signoz writes the service signoz/signoz-otel-collector at port 4318",
  },
  "rights of a service account that gets none": {
    broken: (plan) => change(plan, "airflow-postgres-cloud-native", () => ({ identities: [] })),
    right: (plan) => change(plan, "airflow-postgres-cloud-native", ({ identities }) => ({ identities })),
    code: "ES0223",
    at: "airflow-postgres-cloud-native.uses",
    says: "AWS rights of the service account airflow/airflow-postgres-cloud-native-cluster",
    hint: "apache-airflow (by the deployments stack) writes AWS rights",
  },
  "a bucket that is not made": {
    broken: (plan) => change(plan, "signoz", ({ buckets }) => ({ buckets: buckets.slice(1) })),
    right: (plan) => change(plan, "signoz", ({ buckets }) => ({ buckets: [...buckets].reverse() })),
    code: "ES0223",
    at: "signoz.uses",
    says: "signoz uses the bucket clickhouse-cold-111111111111-k8-development",
    hint: "let the two agree",
  },
  "a storage class that the cluster does not have": {
    broken: (plan) =>
      change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "storage-class", name: "gp2" }] })),
    right: (plan) =>
      change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "storage-class", name: "gp3" }] })),
    code: "ES0223",
    at: "signoz.uses",
    says: "signoz uses the storage class gp2",
    hint: "the deployments stack writes the storage class gp3",
  },
  "a host name that the Gateway does not answer to": {
    broken: (plan) =>
      change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "host", name: "other.example.org" }] })),
    right: (plan) =>
      change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "host", name: "development.example.org" }] })),
    code: "ES0223",
    at: "signoz.uses",
    says: "signoz uses the host other.example.org",
    hint: "envoy-gateway writes the host development.example.org",
  },
  "an application in the wave of the service that it waits for": {
    broken: (plan) => change(plan, "apache-airflow", () => ({ wave: 2 })),
    right: (plan) => change(plan, "apache-airflow", () => ({ wave: 4 })),
    code: "ES0224",
    at: "apache-airflow.wave",
    says: "which airflow-postgres-cloud-native (wave 2) writes no earlier",
    hint: "Put apache-airflow into a later wave",
  },
  "a secret that values name and nobody declares": {
    broken: (plan) => changeValues(plan, "apache-airflow", { fernetKeySecretName: "fernet" }),
    right: (plan) => changeValues(plan, "apache-airflow", { fernetKeySecretName: "airflow-fernet-key" }),
    code: "ES0225",
    at: "apache-airflow.uses",
    says: "apache-airflow names the secret fernet and does not say that it uses it",
    hint: "as airflow/fernet",
  },
  "two applications that share a namespace without saying so": {
    broken: (plan) => change(plan, "apache-airflow", () => ({ sharesNamespaceWith: [] })),
    right: (plan) =>
      change(plan, "apache-airflow", ({ sharesNamespaceWith = [] }) => ({
        sharesNamespaceWith: [...sharesNamespaceWith, "policy-reporter"],
      })),
    code: "ES0226",
    at: "apache-airflow.namespace",
    says: "apache-airflow and airflow-postgres-cloud-native both live in the namespace airflow",
    hint: "sharesNamespaceWith of apache-airflow",
  },
  "two applications that share a namespace beside their own": {
    broken: (plan) => change(plan, "trivy-operator", () => ({ otherNamespaces: ["signoz"] })),
    right: (plan) => change(plan, "trivy-operator", () => ({ otherNamespaces: ["trivy-jobs"] })),
    code: "ES0226",
    at: "signoz.namespace",
    says: "both live in the namespace signoz",
    hint: "sharesNamespaceWith of signoz",
  },
  "a release with a name that Helm does not take": {
    broken: (plan) => rename(plan, 54),
    right: (plan) => rename(plan, 53),
    code: "ES0227",
    at: "cert-manager",
    says: "has 54 characters; 53 are taken",
    hint: "Shorten it by 1",
  },
  "an image from a registry that withdrew its tags": {
    broken: (plan) => changeValues(plan, "apache-airflow", { images: { redis: { repository: "bitnami/redis" } } }),
    right: (plan) => changeValues(plan, "apache-airflow", { images: { redis: { repository: "redis" } } }),
    code: "ES0228",
    at: "apache-airflow.images",
    says: "apache-airflow would run bitnami/redis: Bitnami withdrew its free tags",
    hint: "Name another image",
  },
  // Defect 76: images of a registry that withdrew them.
  "a chart whose own image was withdrawn": {
    broken: (plan) => changeValues(plan, "apache-airflow", { postgresql: { enabled: true } }),
    right: (plan) => changeValues(plan, "apache-airflow", { postgresql: { enabled: false } }),
    code: "ES0228",
    at: "apache-airflow.images",
    says: "would run docker.io/bitnami/postgresql",
    hint: "newer version of the chart",
  },
  "an object that two applications bring": {
    broken: (plan) =>
      change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrape"), object("VMServiceScrape")] })),
    right: (plan) =>
      change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrape"), object("VMPodScrape")] })),
    code: "ES0229",
    at: "trivy-operator.manifests.VMServiceScrape/x",
    says: "trivy-operator brings the VMServiceScrape signoz/x, which it brings already",
    hint: "Give it another name",
  },
  "an object of the whole cluster that two applications bring": {
    broken: (plan) => {
      for (const name of ["cert-manager", "envoy-gateway"]) change(plan, name, () => ({ manifests: [gatewayClass] }));
    },
    right: (plan) =>
      change(plan, "envoy-gateway", ({ manifests }) => ({
        manifests: [...manifests, gatewayClass],
      })),
    code: "ES0229",
    at: "envoy-gateway.manifests.GatewayClass/x",
    says: "envoy-gateway brings the GatewayClass x, which cert-manager brings too",
    hint: "leave it to one of them",
  },
  "an object that the project of its application does not permit": {
    broken: (plan) =>
      change(plan, "trivy-operator", () => ({ manifests: [object("PriorityClass", "scheduling.k8s.io/v1")] })),
    right: (plan) => change(plan, "trivy-operator", () => ({ manifests: [object("ConfigMap", "v1")] })),
    code: "ES0230",
    at: "trivy-operator.manifests.PriorityClass/x",
    says: "The project security permits no PriorityClass: Argo CD would refuse x.",
    hint: "Permit the kind",
  },
};

const secretValue = { secret: "clickhouse-passwords", key: "administrator" };

function object(kind: string, apiVersion = "operator.victoriametrics.com/v1beta1") {
  return { apiVersion, kind, metadata: { name: "x", namespace: "signoz" } };
}

/** It names no namespace, as objects of the whole cluster do. */
const gatewayClass = { apiVersion: "gateway.networking.k8s.io/v1", kind: "GatewayClass", metadata: { name: "x" } };

function rename(plan: Plan, length: number): void {
  change(plan, "cert-manager", ({ chart }) => (chart ? { chart: { ...chart, release: "c".repeat(length) } } : {}));
}

describe("before anything runs", () => {
  test("the applications as they are fit together", () => {
    expect(problemsIn(soundPlan())).toEqual([]);
  });

  for (const [what, { broken, right, code, at, says, hint }] of Object.entries(cases)) {
    test(`${what} is refused (${code})`, () => {
      const plan = soundPlan();
      broken(plan);
      const found = problemsIn(plan).find(
        (problem) => problem.code === code && problem.at?.join(".") === `development.${at}`,
      );
      expect(found, JSON.stringify(problemsIn(plan), null, 2)).toBeDefined();
      expect(found?.problem).toContain(says);
      expect(found?.hint).toContain(hint);
    });
    test(`${what}: what is close to it is not`, () => {
      const plan = soundPlan();
      right(plan);
      expect(problemsIn(plan)).toEqual([]);
    });
  }

  // A name that is right in one environment and too long in another.
  // Defect 41: names that were one character below the limit.
  test("a bucket whose name fits everywhere but in the environment with the long cluster name is refused there (ES0227)", () => {
    const named = (cluster: string) =>
      problemsIn(
        soundPlan(({ development }) => {
          development.cluster.name = cluster;
        }),
      ).map((problem) => [problem.code, problem.problem]);
    expect(named("k".repeat(32))).toEqual([]);
    expect(named("k".repeat(33))).toEqual([
      [
        "ES0227",
        expect.stringMatching(/^The bucket clickhouse-backup-111111111111-k+ of signoz has 64 characters; 63/),
      ],
    ]);
  });
});
