import { describe, expect, test } from "vitest";
import { applications, object, objects } from "../modules/gitops/testing/rendered.ts";
import { saidOnce } from "./applications.ts";

describe("what runs", () => {
  test("is everything, unless a switch says otherwise", () => {
    expect(applications().map(({ name, engine, wave }) => `${engine} ${wave} ${name}`)).toEqual([
      "flux 0 capacitor",
      "argo-cd 0 gateway-api",
      "argo-cd 0 victoria-metrics-k8s-stack",
      "argo-cd 1 cert-manager",
      "argo-cd 1 postgres-cloud-native-operator",
      "flux 1 signoz",
      "argo-cd 1 trivy-operator",
      "argo-cd 2 airflow-postgres-cloud-native",
      "argo-cd 2 envoy-gateway",
      "argo-cd 2 trivy-operator-polr-adapter",
      "argo-cd 3 apache-airflow",
      "argo-cd 3 policy-reporter",
    ]);
  });

  test("is what is left of it when a part is switched off", () => {
    const off = (part: string) =>
      applications(({ development }) => {
        Object.assign(development, { applications: { [part]: { enabled: false } } });
        development.ingress.telemetry = false;
      }).map(({ name }) => name);
    expect(off("airflow")).not.toEqual(expect.arrayContaining([expect.stringMatching(/airflow|postgres/)]));
    expect(off("security")).not.toEqual(expect.arrayContaining([expect.stringMatching(/trivy|policy/)]));
    expect(off("signoz")).not.toContain("signoz");
    expect(off("capacitor")).not.toContain("capacitor");
  });

  // Defect 51: with the ingress off, its objects were made all the same, and had neither kinds nor a namespace.
  test("needs no kind of the gateway without an ingress", () => {
    const without = objects(({ development }) => {
      development.ingress = { host: "development.example.org", enabled: false, telemetry: false };
    });
    expect(without.filter(({ apiVersion }) => /gateway|cert-manager/.test(apiVersion))).toEqual([]);
    expect(without.some(({ metadata }) => metadata.namespace === "envoy-gateway")).toBe(false);
  });

  // Defects 51 and 52: switches were declared and never used.
  test("takes no telemetry in where that is switched off, with the ingress on", () => {
    const without = objects(({ development }) => {
      development.ingress.telemetry = false;
    });
    expect(without.filter(({ kind }) => kind === "SecurityPolicy" || kind === "ReferenceGrant")).toEqual([]);
    expect(without.filter(({ kind }) => kind === "Gateway")).toHaveLength(1);
  });
});

// Defect 76: images that can no longer be pulled are refused by the checks, whatever chart brings them.
test("nothing runs an image of Bitnami", () => {
  expect(JSON.stringify(objects())).not.toMatch(/bitnami/i);
});

// Defect 121: manifests were text with values put into them.
test("every manifest is data that was serialised: a strange revision changes nothing else", () => {
  const strange = object("Application", "envoy-gateway", ({ development }) => {
    development.gitOps = { revision: "1e3: {x}" };
  });
  expect(strange.spec).toMatchObject({ sources: [{}, { targetRevision: "1e3: {x}" }] });
});

test("a problem that several environments have is said once, with all of them", () => {
  const problem = { code: "ES0220", problem: "x", hint: "y" };
  const [one, other] = saidOnce([
    { ...problem, at: ["development", "signoz", "values", "a"] },
    { ...problem, at: ["staging", "signoz", "values", "b"] },
    { ...problem, at: ["staging", "signoz", "values", "a"] },
  ]);
  expect(one?.at).toEqual(["development, staging", "signoz", "values", "a"]);
  expect(other?.at).toEqual(["staging", "signoz", "values", "b"]);
});
