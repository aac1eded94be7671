import { describe, expect, test } from "vitest";
import { application } from "../gitops/testing/rendered.ts";

describe("Airflow", () => {
  const airflow = application("apache-airflow");

  // Defects 2 and L14: Airflow read secrets with the rights of nodes, and those were rights to all of them.
  test("reads its two prefixes of Secrets Manager, with a role for each component, in every environment", () => {
    expect(airflow.identities.map(({ serviceAccount }) => serviceAccount)).toEqual([
      "airflow-worker",
      "airflow-scheduler",
      "airflow-triggerer",
      "airflow-webserver",
    ]);
    for (const { statements } of airflow.identities) {
      expect(statements).toEqual([
        {
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: [
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:airflow/connections/*",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:airflow/variables/*",
          ],
        },
      ]);
    }
  });

  // Defects 26 and 28: Region and zone were written into values.
  test("is held in no zone, and knows the Region from its environment", () => {
    const text = JSON.stringify(airflow.chart?.values);
    expect(text).not.toMatch(/us-east-1[a-f]/);
    expect(airflow.chart?.values).toMatchObject({
      workers: { topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone" }] },
    });
  });

  // Defect 69: settings of two versions of git-sync, and a branch that moved.
  test("gets its workflows at a pinned revision, by the settings of git-sync 4", () => {
    expect(airflow.chart?.values.dags).toMatchObject({
      gitSync: { ref: expect.stringMatching(/^[0-9a-f]{40}$/), period: "600s", branch: "", rev: "" },
    });
    const pinned = application("apache-airflow", ({ development }) => {
      Object.assign(development, { applications: { airflow: { dags: "v2.0.0" } } });
    });
    expect(pinned.chart?.values.dags).toMatchObject({ gitSync: { ref: "v2.0.0" } });
  });

  // Defect 70: a hook drew a new password for Redis at every sync.
  test("has secrets of its own for everything that the chart would draw", () => {
    expect(airflow.chart?.values).toMatchObject({
      fernetKeySecretName: "airflow-fernet-key",
      webserverSecretKeySecretName: "airflow-webserver-secret",
      data: { brokerUrlSecretName: "airflow-broker" },
      redis: { passwordSecretName: "airflow-broker" },
    });
    const broker = airflow.secrets.find(({ name }) => name === "airflow-broker");
    expect(broker?.data).toEqual({ password: "{redis}", connection: "redis://:{redis}@airflow-redis:6379/0" });
  });

  test("runs its Jobs within a sync: as hooks of Helm they would wait for pods that wait for them", () => {
    for (const job of ["migrateDatabaseJob", "createUserJob"]) {
      expect(airflow.chart?.values[job]).toMatchObject({
        useHelmHooks: false,
        jobAnnotations: { "argocd.argoproj.io/hook": "Sync" },
      });
    }
  });
});
