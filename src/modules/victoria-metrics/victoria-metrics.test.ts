import { describe, expect, test } from "vitest";
import { application, objectsOf } from "../gitops/testing/rendered.ts";

describe("metrics", () => {
  const { chart, secrets } = application("victoria-metrics-k8s-stack");

  // Defect 61: a password that was drawn anew at every sync.
  test("are shown by a Grafana whose password stays", () => {
    expect(chart?.values.grafana).toMatchObject({ admin: { existingSecret: "grafana-admin" } });
    expect(secrets.map(({ data }) => Object.keys(data))).toEqual([["admin-user", "admin-password"]]);
  });

  // Defect 77: rules that nobody evaluated.
  test("come without rules, since nothing here evaluates them", () => {
    expect(chart?.values).toMatchObject({ vmalert: { enabled: false }, syncJob: { enabled: false } });
  });

  test("of databases are scraped by kinds that are there, not by PodMonitors", () => {
    expect(objectsOf("VMPodScrape").map(({ metadata }) => metadata.name)).toEqual([
      "cloudnative-pg",
      "airflow-postgres-cloud-native-cluster",
    ]);
    expect(application("postgres-cloud-native-operator").chart?.values).toEqual({});
  });
});
