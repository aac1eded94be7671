import { describe, expect, test } from "vitest";
import { application, valuesOf } from "../gitops/testing/rendered.ts";

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
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:k8-development/airflow/connections/*",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:k8-development/airflow/variables/*",
          ],
        },
      ]);
    }
  });

  // Defect 2: environments that share an account read each other's secrets.
  test("asks for secrets below the name of its cluster, where its roles may read", () => {
    const { secrets } = valuesOf("apache-airflow").config as { secrets: { backend_kwargs: string } };
    expect(JSON.parse(secrets.backend_kwargs)).toEqual({
      connections_prefix: "k8-development/airflow/connections",
      variables_prefix: "k8-development/airflow/variables",
      region_name: "us-east-1",
    });
  });

  // Defect L14: all of Airflow wrote into the public buckets, and in one environment only.
  test("lets tasks write into the public buckets that name Airflow as their writer, and nothing else of it", () => {
    const { identities } = application("apache-airflow", ({ development }) => {
      const because = "Published results of the challenge";
      development.optional = {
        publicBuckets: {
          data: { name: "example-data", because, writer: "airflow" },
          other: { name: "example-other", because },
        },
      };
    });
    const writers = identities.filter(({ statements }) => JSON.stringify(statements).includes("s3:PutObject"));
    expect(writers.map(({ serviceAccount }) => serviceAccount)).toEqual(["airflow-worker"]);
    expect(JSON.stringify(writers)).toContain("arn:aws:s3:::example-data/*");
    expect(JSON.stringify(identities)).not.toContain("example-other");
  });

  test("shows the administrator's password to the Job that makes the account, and to nothing that runs tasks", () => {
    const { createUserJob, ...others } = valuesOf("apache-airflow");
    expect(createUserJob).toMatchObject({
      env: [
        { valueFrom: { secretKeyRef: { name: "airflow-admin-user-secret", key: "AIRFLOW_UI_USERNAME" } } },
        { valueFrom: { secretKeyRef: { name: "airflow-admin-user-secret", key: "AIRFLOW_UI_PASSWORD" } } },
      ],
    });
    expect(JSON.stringify(others)).not.toContain("airflow-admin-user-secret");
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
