import { describe, expect, test } from "vitest";
import { putAssociation } from "../../aws/eks/pod-identity.ts";
import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import { pod, podSpec } from "../../kubernetes/workloads/testing/workloads.ts";
import { bucket } from "../../testing/buckets.ts";
import { cloudWithCluster, roleFor } from "../../testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { type InstallOptions, install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { installation, labels } from "./kinds.ts";

const name = "signoz-clickhouse";

describe("an installation", () => {
  test("gets a server for each shard and replica, one after the other", () => {
    const world = running({ values: { clickhouse: { layout: { replicasCount: 2 } } } });
    expect(
      world.api
        .list("apps/StatefulSet", { namespace: "signoz", labels: { [labels.installation]: name } })
        .map(({ metadata }) => metadata.name),
    ).toEqual(["chi-signoz-clickhouse-cluster-0-0", "chi-signoz-clickhouse-cluster-0-1"]);
    expect(objectIn(world, installation, name, "signoz").status).toMatchObject({
      status: "Completed",
      hosts: 2,
      hostsCompleted: 2,
      shards: 1,
      replicas: 2,
    });
    const pods = ["chi-signoz-clickhouse-cluster-0-0-0", "chi-signoz-clickhouse-cluster-0-1-0"].map((one) =>
      objectIn(world, "/Pod", one, "signoz"),
    );
    const [first, second] = pods.map(({ metadata }) => new Date(metadata.creationTimestamp).getTime());
    expect(second).toBeGreaterThan(first ?? 0);
  });

  test("gives a replica the pod template that it names, and the others that of their cluster", () => {
    const shards = [{ replicas: [{ templates: { podTemplate: "other" } }, {}] }];
    const world = running({ values: { clickhouse: { layout: { replicasCount: 2, shards } } } });
    const images = ["cluster-0-0", "cluster-0-1"].map((host) =>
      textAt(
        objectsAt(
          objectIn(world, "apps/StatefulSet", `chi-${name}-${host}`, "signoz").spec,
          "template.spec.containers",
        )[0],
        "image",
      ),
    );
    // The installation has no template of that name, so the operator takes the newest server for the first.
    expect(images).toEqual([
      "clickhouse/clickhouse-server:latest",
      expect.stringContaining("clickhouse-server:25.12.5"),
    ]);
  });

  test("has a volume for each server, and a Service in front of them", () => {
    const world = running();
    expect(
      world.api
        .list("/PersistentVolumeClaim", { namespace: "signoz", labels: { [labels.installation]: name } })
        .map(({ metadata }) => metadata.name),
    ).toEqual(["data-volumeclaim-template-chi-signoz-clickhouse-cluster-0-0-0"]);
    expect(world.api.find("/Service", "clickhouse-signoz-clickhouse", "signoz")).toBeDefined();
  });

  test("stays when its operator went first, and hangs", () => {
    const world = running();
    removeOperator(world);
    expect(world.api.delete(objectIn(world, installation, name, "signoz"))).toBe(false);
    world.run(600);
    expect(world.api.find(installation, name, "signoz")).toBeDefined();
  });

  test("takes its servers with it while the operator runs, and leaves volumes that are to be kept", () => {
    const world = running();
    world.api.delete(objectIn(world, installation, name, "signoz"));
    world.run(60);
    expect(world.api.find(installation, name, "signoz")).toBeUndefined();
    expect(
      world.api.list("apps/StatefulSet", { namespace: "signoz", labels: { [labels.installation]: name } }),
    ).toEqual([]);
    expect(
      world.api.list("/PersistentVolumeClaim", { namespace: "signoz", labels: { [labels.installation]: name } }),
    ).toHaveLength(1);
  });

  test("takes volumes with it whose template does not keep them", () => {
    const world = running();
    const chi = objectIn(world, installation, name, "signoz");
    world.api.delete(chi);
    world.run(60);
    for (const claim of world.api.list("/PersistentVolumeClaim", {
      namespace: "signoz",
      labels: { [labels.installation]: name },
    }))
      world.api.delete(claim);
    const templates = objectsAt(chi.spec, "templates.volumeClaimTemplates").map(
      ({ reclaimPolicy: _kept, ...template }) => template,
    );
    const { metadata } = chi;
    const spec = {
      ...chi.spec,
      templates: { ...(at(chi.spec, "templates") as JsonObject), volumeClaimTemplates: templates },
    };
    world.api.create({
      apiVersion: chi.apiVersion,
      kind: chi.kind,
      metadata: { name, namespace: "signoz", labels: metadata.labels ?? {} },
      spec,
    });
    world.run(300);
    world.api.delete(objectIn(world, installation, name, "signoz"));
    world.run(60);
    expect(
      world.api.list("/PersistentVolumeClaim", { namespace: "signoz", labels: { [labels.installation]: name } }),
    ).toEqual([]);
  });
});

describe("cold storage", () => {
  const rights = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];

  test("needs the role of the pods to reach the bucket", () => {
    expect(stateOf(withColdStorage(rights))).toBe("Completed");
  });

  test("keeps servers from starting without the right to write", () => {
    const world = withColdStorage(["s3:GetObject", "s3:DeleteObject"]);
    expect(stateOf(world)).toBe("InProgress");
    expect(waitingMessage(objectIn(world, "/Pod", "chi-signoz-clickhouse-cluster-0-0-0", "signoz"))).toMatch(
      /s3:PutObject.*\(S3_ERROR\)/,
    );
  });

  test("keeps servers from starting without the bucket", () => {
    const world = withColdStorage(rights, false);
    expect(waitingMessage(objectIn(world, "/Pod", "chi-signoz-clickhouse-cluster-0-0-0", "signoz"))).toContain(
      "bucket does not exist",
    );
  });
});

describe("SigNoz", () => {
  test("of the newest chart comes up in order, within ten minutes", () => {
    const world = running();
    expect(available(world, "apps/StatefulSet", "signoz")).toBe(1);
    expect(available(world, "apps/Deployment", "signoz-otel-collector")).toBe(1);
    expect(objectIn(world, "batch/Job", "signoz-telemetrystore-migrator", "signoz").status?.succeeded).toBe(1);
  });

  test("of the older chart never comes up: the image of its ZooKeeper was withdrawn", () => {
    const world = running({ edition: "reference" }, 3600);
    const keeper = objectIn(world, "/Pod", "signoz-zookeeper-0", "signoz");
    expect(textAt(objectsAt(keeper.status, "containerStatuses")[0], "state.waiting.reason")).toBe("ImagePullBackOff");
    expect(available(world, "apps/Deployment", "signoz-otel-collector")).toBe(0);
  });

  test("of the older chart comes up with another image of ZooKeeper", () => {
    const image = { registry: "docker.io", repository: "bitnamilegacy/zookeeper", tag: "3.7.1" };
    const world = running({ edition: "reference", values: { clickhouse: { zookeeper: { image } } } }, 3600);
    for (const part of ["signoz-otel-collector", "signoz-frontend"])
      expect(available(world, "apps/Deployment", part)).toBe(1);
    for (const part of ["signoz-query-service", "signoz-alertmanager"])
      expect(available(world, "apps/StatefulSet", part)).toBe(1);
  });

  test("does not get into a database that knows another password", () => {
    const world = running();
    const chi = objectIn(world, installation, name, "signoz");
    const users = { ...(at(chi.spec, "configuration.users") as JsonObject), "admin/password": "another" };
    world.api.patch(chi, { spec: { configuration: { users } } });
    world.api.delete(objectIn(world, "/Pod", "signoz-0", "signoz"));
    world.run(120);
    expect(waitingMessage(objectIn(world, "/Pod", "signoz-0", "signoz"))).toContain(
      "code: 516, message: admin: Authentication failed",
    );
  });
});

/** SigNoz installed and waited for. */
function running(options: Partial<InstallOptions> = {}, seconds = 900, world = operatorCluster()): TestCluster {
  install(world, "signoz", { namespace: "signoz", ...options });
  world.run(seconds);
  return world;
}

/** SigNoz with cold storage in the bucket `acme-cold`, and a role of the servers' pods with these rights. */
function withColdStorage(actions: readonly string[], withBucket = true): TestCluster {
  const cloud = cloudWithCluster();
  if (withBucket) bucket(cloud, "acme-cold");
  const roleArn = roleFor(cloud, "cold", "pods.eks.amazonaws.com", actions);
  const association = { clusterName: "test", namespace: "signoz", serviceAccount: name, roleArn };
  putAssociation(cloud.aws, { ...association, targetRoleArn: null, disableSessionTags: false, tags: {} }, null);
  const world = operatorCluster({ world: cloud.world });
  for (const node of ["node-a", "node-b", "node-c"]) {
    const image = "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/eks-pod-identity-agent:v0.1.37";
    world.api.create(pod(`agent-${node}`, podSpec({ image }, { hostNetwork: true, nodeName: node })));
  }
  const endpoint = "https://acme-cold.s3.us-east-1.amazonaws.com/coldstorage/";
  const coldStorage = {
    enabled: true,
    endpoint,
    role: { enabled: true, annotations: { "eks.amazonaws.com/role-arn": null } },
  };
  return running({ values: { clickhouse: { coldStorage } } }, 600, world);
}

function stateOf(world: TestCluster): string {
  return textAt(objectIn(world, installation, name, "signoz").status, "status");
}

function available(world: TestCluster, kind: string, part: string): number {
  return Number(objectIn(world, kind, part, "signoz").status?.availableReplicas ?? 0);
}

function waitingMessage(found: KubernetesObject): string {
  return objectsAt(found.status, "containerStatuses")
    .map((status) => textAt(status, "state.waiting.message"))
    .join();
}

function removeOperator(world: TestCluster): void {
  world.api.delete(objectIn(world, "apps/Deployment", "signoz-clickhouse-operator", "signoz"));
  world.run(30);
}
