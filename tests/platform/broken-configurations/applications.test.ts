import { describe, test } from "vitest";
import { change, changeValues, type Plan, problemsIn, soundPlan } from "../../../src/modules/gitops/testing/planned.ts";
import { type Broken, expectRefusal } from "./broken.ts";

describe("the plan of the applications refuses", () => {
  const broken: Readonly<Record<string, Broken<Plan>>> = {
    "a value that upstream renamed": {
      breaks: (plan) => changeValues(plan, "signoz", { schemaMigrator: { enableReplication: true } }),
      code: "ES0220",
      at: "development.signoz.values.schemaMigrator",
      says: "signoz 0.131.0 reads no value schemaMigrator; 0.55.1 does.",
      wayOut: "It reads here:",
    },
    "a value that is mistyped": {
      breaks: (plan) => changeValues(plan, "policy-reporter", { ui: { enable: true } }),
      code: "ES0220",
      at: "development.policy-reporter.values.ui.enable",
      says: "reads no value ui.enable",
      wayOut: "Did you mean enabled?",
    },
    "a version of a chart of which nothing is known": {
      breaks: ({ charts }) => {
        charts.airflow = { ...charts.airflow, version: "1.19.0" };
      },
      code: "ES0221",
      at: "development.apache-airflow",
      says: "Nothing is known of airflow 1.19.0",
      wayOut: "Use one of",
    },
    "an object of a kind that nothing brings": {
      breaks: (plan) => change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrap")] })),
      code: "ES0222",
      at: "development.trivy-operator.manifests.VMServiceScrap/x",
      says: "Nothing brings the kind VMServiceScrap",
      wayOut: "Did you mean VMServiceScrape?",
    },
    "a controller in a wave before the kinds that it watches": {
      breaks: (plan) => change(plan, "gateway-api", () => ({ wave: 1 })),
      code: "ES0222",
      at: "development.cert-manager.chart",
      says: "needs the kind Gateway",
      wayOut: "put cert-manager into a later one",
    },
    "a key of a secret that no one writes": {
      breaks: (plan) =>
        change(plan, "apache-airflow", ({ uses }) => ({
          uses: [...uses, { kind: "secret", namespace: "airflow", name: "pg-user-secret", key: "uri" }],
        })),
      code: "ES0223",
      at: "development.apache-airflow.uses",
      says: "the key uri of the secret airflow/pg-user-secret, which nobody writes",
      wayOut: "writes the key",
    },
    "a service at a port that it does not have": {
      breaks: (plan) =>
        change(plan, "signoz", ({ uses }) => ({
          uses: [...uses, { kind: "service", namespace: "signoz", name: "signoz-otel-collector", port: 4319 }],
        })),
      code: "ES0223",
      at: "development.signoz.uses",
      says: "signoz-otel-collector at port 4319",
      wayOut: "at port 4318",
    },
    "a service account whose AWS rights nobody gives": {
      breaks: (plan) => change(plan, "airflow-postgres-cloud-native", () => ({ identities: [] })),
      code: "ES0223",
      at: "development.airflow-postgres-cloud-native.uses",
      says: "AWS rights of the service account airflow/airflow-postgres-cloud-native-cluster",
      wayOut: "writes AWS rights",
    },
    "a storage class that the cluster does not have": {
      breaks: (plan) =>
        change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "storage-class", name: "gp2" }] })),
      code: "ES0223",
      at: "development.signoz.uses",
      says: "the storage class gp2",
      wayOut: "the storage class gp3",
    },
    "an application in the wave of what it waits for": {
      breaks: (plan) => change(plan, "apache-airflow", () => ({ wave: 2 })),
      code: "ES0224",
      at: "development.apache-airflow.wave",
      says: "writes no earlier",
      wayOut: "later wave",
    },
    "a secret that values name and nobody declares": {
      breaks: (plan) => changeValues(plan, "apache-airflow", { fernetKeySecretName: "fernet" }),
      code: "ES0225",
      at: "development.apache-airflow.uses",
      says: "names the secret fernet",
      wayOut: "as airflow/fernet",
    },
    "a namespace that two applications use without saying so": {
      breaks: (plan) => change(plan, "apache-airflow", () => ({ sharesNamespaceWith: [] })),
      code: "ES0226",
      at: "development.apache-airflow.namespace",
      says: "both live in the namespace airflow",
      wayOut: "sharesNamespaceWith",
    },
    "an image from a registry that withdrew its tags": {
      breaks: (plan) => changeValues(plan, "apache-airflow", { images: { redis: { repository: "bitnami/redis" } } }),
      code: "ES0228",
      at: "development.apache-airflow.images",
      says: "Bitnami withdrew its free tags",
      wayOut: "Name another image",
    },
    "an object that two bring": {
      breaks: (plan) =>
        change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrape"), object("VMServiceScrape")] })),
      code: "ES0229",
      at: "development.trivy-operator.manifests.VMServiceScrape/x",
      says: "which it brings already",
      wayOut: "another name",
    },
    "an object that the project of its application does not permit": {
      breaks: (plan) =>
        change(plan, "trivy-operator", () => ({ manifests: [object("PriorityClass", "scheduling.k8s.io/v1")] })),
      code: "ES0230",
      at: "development.trivy-operator.manifests.PriorityClass/x",
      says: "permits no PriorityClass",
      wayOut: "Permit the kind",
    },
  };

  for (const [what, one] of Object.entries(broken)) {
    test(`${what} (${one.code})`, () => {
      const plan = soundPlan();
      one.breaks(plan);
      expectRefusal(problemsIn(plan), one);
    });
  }

  test("a bucket whose name is over a limit only where the cluster's name is long (ES0227)", () => {
    const plan = soundPlan(({ development }) => {
      development.cluster.name = "k".repeat(33);
    });
    expectRefusal(problemsIn(plan), {
      code: "ES0227",
      at: "development.signoz",
      says: "has 64 characters; 63 are taken",
      wayOut: "Shorten it by 1",
    });
  });
});

function object(kind: string, apiVersion = "operator.victoriametrics.com/v1beta1") {
  return { apiVersion, kind, metadata: { name: "x", namespace: "signoz" } };
}
