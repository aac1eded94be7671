import { describe, expect, test } from "vitest";
import { policyOf, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import type { PlatformApplication } from "../gitops/application.ts";
import { ApplicationFoundation } from "./application-foundation.ts";

function application(change: Partial<PlatformApplication> = {}): PlatformApplication {
  return {
    name: "airflow",
    engine: "argo-cd",
    namespace: "airflow",
    project: "data",
    wave: 0,
    manifests: [],
    secrets: [],
    identities: [],
    buckets: [],
    uses: [],
    gives: [],
    ...change,
  };
}

function foundation(...applications: readonly PlatformApplication[]) {
  return synthesise(
    (stack) => {
      new ApplicationFoundation(stack, "applications", {
        account: "111111111111",
        region: "us-east-1",
        roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
        clusterName: "k8",
        applications,
        after: [],
        forceDestroyBuckets: false,
      });
    },
    ["aws", "kubernetes", "random"],
  );
}

const connection = application({
  secrets: [
    {
      name: "pg-user",
      type: "kubernetes.io/basic-auth",
      passwords: { password: { length: 64 } },
      data: { username: "app", password: "{password}", connection: "postgresql://app:{password}@db:5432/app" },
      revision: 2,
    },
  ],
});

describe("namespaces", () => {
  test("are made once, whoever shares them, and not where somebody else makes them", () => {
    const module = foundation(
      application(),
      application({ name: "database", namespaceLabels: { tier: "data" } }),
      application({ name: "coredns-dashboards", namespace: "kube-system" }),
    );
    expect(module.resources("kubernetes_namespace_v1")).toMatchObject({
      airflow: { metadata: { name: "airflow", labels: { tier: "data" } } },
    });
    expect(Object.keys(module.resources("kubernetes_namespace_v1"))).toEqual(["airflow"]);
  });
});

describe("a secret that is generated", () => {
  // Defects 110 and 71: passwords stood in the state, in five places.
  test("goes from an ephemeral value into a write-only argument: no state and no plan holds it", () => {
    const secret = foundation(connection).resource("kubernetes_secret_v1.airflow_pg_user");
    const drawn = "ephemeral.random_password.airflow_pg_user_password.result";
    expect(secret.data).toBeUndefined();
    expect(secret.data_wo).toEqual({
      username: "app",
      password: expression(drawn),
      connection: `postgresql://app:${expression(drawn)}@db:5432/app`,
    });
    expect(secret.data_wo_revision).toBe(2);
  });

  // Defect 48: a secret could come before its namespace.
  test("names its namespace by reference, so that it comes after it", () => {
    expect(foundation(connection).resource("kubernetes_secret_v1.airflow_pg_user").metadata).toMatchObject({
      namespace: expression("kubernetes_namespace_v1.airflow.metadata[0].name"),
    });
  });

  test("is refused when a text wants something that is not drawn", () => {
    const broken = application({
      secrets: [{ name: "x", passwords: {}, data: { key: "{password}" }, revision: 1 }],
    });
    expect(() => foundation(broken)).toThrow(/nothing is drawn as password/);
  });

  test("may be the Base64 of what is drawn, and keeps what only looks like the engine's language", () => {
    const fernet = application({
      secrets: [
        {
          name: "fernet",
          passwords: { key: { length: 32 } },
          data: { "fernet-key": "{base64:key}", note: "$" + "{x}" },
          revision: 1,
        },
      ],
    });
    expect(foundation(fernet).resource("kubernetes_secret_v1.airflow_fernet").data_wo).toEqual({
      "fernet-key": expression("base64encode(ephemeral.random_password.airflow_fernet_key.result)"),
      note: "$$" + "{x}",
    });
  });
});

test("a secret that was stored by hand is copied without being read into the state", () => {
  const module = foundation(
    application({ secrets: [{ name: "smtp", from: "signoz_smtp", data: { user: "user", all: null }, revision: 1 }] }),
  );
  expect(module.module.ephemeral).toEqual({
    aws_secretsmanager_secret_version: { airflow_smtp_stored: { secret_id: "signoz_smtp" } },
  });
  expect(module.resource("kubernetes_secret_v1.airflow_smtp").data_wo).toEqual({
    user: expression(
      'jsondecode(ephemeral.aws_secretsmanager_secret_version.airflow_smtp_stored.secret_string)["user"]',
    ),
    all: expression("ephemeral.aws_secretsmanager_secret_version.airflow_smtp_stored.secret_string"),
  });
});

// Defect 1: any pod of the cluster could take the role.
test("an identity is for one service account of one namespace in one cluster", () => {
  const module = foundation(
    application({
      identities: [
        {
          key: "airflow-worker",
          serviceAccount: "airflow-worker",
          description: "Reads what tasks need",
          statements: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "arn:aws:x" }],
        },
      ],
    }),
  );
  expect(policyOf(module.resource("aws_iam_role.airflow_worker").assume_role_policy).Statement).toMatchObject([
    {
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-name": "k8",
          "aws:RequestTag/kubernetes-namespace": "airflow",
          "aws:RequestTag/kubernetes-service-account": "airflow-worker",
        },
      },
    },
  ]);
  expect(module.resource("aws_eks_pod_identity_association.airflow_worker")).toMatchObject({
    namespace: "airflow",
    service_account: "airflow-worker",
    depends_on: ["aws_iam_role_policy.airflow_worker_rights"],
  });
});

// Defects 37, 38 and 39.
test("a bucket is private, encrypted, versioned, reached with TLS only, and tidies up", () => {
  const module = foundation(
    application({
      buckets: [{ key: "backups", name: "k8-backups", purpose: "Backups", versioned: true, keepNoncurrentDays: 30 }],
    }),
  );
  expect(module.addresses()).toEqual(
    expect.arrayContaining([
      "aws_s3_bucket.backups",
      "aws_s3_bucket_lifecycle_configuration.backups_lifecycle",
      "aws_s3_bucket_ownership_controls.backups_ownership",
      "aws_s3_bucket_policy.backups_policy",
      "aws_s3_bucket_public_access_block.backups_public_access",
      "aws_s3_bucket_server_side_encryption_configuration.backups_encryption",
      "aws_s3_bucket_versioning.backups_versioning",
    ]),
  );
  expect(policyOf(module.resource("aws_s3_bucket_policy.backups_policy").policy).Statement).toMatchObject([
    { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ]);
  expect(module.resource("aws_s3_bucket_versioning.backups_versioning")).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
  expect(module.resource("aws_s3_bucket.backups")).toMatchObject({
    force_destroy: false,
    tags: { Purpose: "Backups", DataRetention: "keep" },
  });
});
