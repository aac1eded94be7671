import { describe, expect, test } from "vitest";
import { putAssociation } from "../../aws/eks/pod-identity.ts";
import { type StoredObject, s3Tables } from "../../aws/s3/records.ts";
import { textAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import { pod, podSpec } from "../../kubernetes/workloads/testing/workloads.ts";
import { bucket } from "../../testing/buckets.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { cloudWithCluster, roleFor } from "../../testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { conditionIn, install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";
import { phases } from "./phases.ts";
import { backup, cluster, schedule } from "./testing/database.ts";

const rights = ["s3:ListBucket", "s3:GetObject", "s3:PutObject"];
const store = {
  backup: {
    barmanObjectStore: { destinationPath: "s3://acme-backups/pg", s3Credentials: { inheritFromIAMRole: true } },
  },
};

describe("archiving", () => {
  test("writes into the bucket as the pods' own role", () => {
    const { cloud, world } = bench(rights);
    expect(archiving(world)).toMatchObject({ status: "True", reason: "ContinuousArchivingSuccess" });
    expect(keysIn(cloud)).toEqual(["acme-backups/pg/db/wals/0000000100000000/000000010000000000000001.gz"]);
  });

  test("without rights fails and says which is missing, while the Cluster is healthy", () => {
    const { world } = bench(["s3:ListBucket"]);
    expect(archiving(world)?.message).toContain("is not authorized to perform: s3:PutObject");
    expect(objectIn(world, kinds.cluster, "db", "airflow").status?.phase).toBe(phases.healthy);
  });

  test("without an association has no credentials", () => {
    const { world } = bench(rights, { associated: false });
    expect(archiving(world)?.message).toContain("Unable to locate credentials");
  });

  test("into a bucket that is not there fails", () => {
    const { world } = bench(rights, { withBucket: false });
    expect(archiving(world)?.message).toContain("NoSuchBucket");
  });

  test("works as soon as the role may write", () => {
    const { cloud, world } = bench(["s3:ListBucket"]);
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: rights, Resource: "*" }],
    });
    cloud.create("aws_iam_role_policy", { name: "more", role: "backup", policy });
    world.run(60);
    expect(archiving(world)?.status).toBe("True");
  });

  test("of a new database refuses the archive of another one", () => {
    const { world } = bench(rights);
    world.api.delete(objectIn(world, kinds.cluster, "db", "airflow"));
    world.run(60);
    world.api.create(cluster({ instances: 1, ...store }));
    world.run(600);
    expect(archiving(world)).toMatchObject({ status: "False" });
    expect(archiving(world)?.message).toContain("Expected empty archive");
  });
});

describe("a backup", () => {
  test("is completed in the bucket", () => {
    const { cloud, world } = bench(rights);
    world.api.create(backup());
    world.run(120);
    expect(objectIn(world, kinds.backup, "now", "airflow").status?.phase).toBe("completed");
    expect(keysIn(cloud).some((key) => key.includes("/base/"))).toBe(true);
  });

  test("of a Cluster without an object store fails", () => {
    const { world } = bench(rights, { spec: {} });
    world.api.create(backup());
    world.run(60);
    expect(objectIn(world, kinds.backup, "now", "airflow").status).toMatchObject({
      phase: "failed",
      error: "cannot proceed with the backup as the cluster has no backup section",
    });
  });

  test("on a schedule is taken at once when asked, else at its time", () => {
    const { world } = bench(rights);
    world.api.create(schedule({ immediate: true, backupOwnerReference: "self" }));
    world.run(120);
    const [made] = world.api.list(kinds.backup, { namespace: "airflow" });
    expect(made?.status?.phase).toBe("completed");
    expect(made?.metadata.ownerReferences?.[0]).toMatchObject({ kind: "ScheduledBackup", name: "daily" });
    expect(textAt(objectIn(world, kinds.scheduledBackup, "daily", "airflow").status, "nextScheduleTime")).toMatch(
      /T00:00:00.000Z$/,
    );
  });

  test("on a schedule is not taken before its time, which holds nothing up", () => {
    const { world } = bench(rights);
    world.api.create(schedule());
    expect(world.run(600).seconds).toBeLessThan(600);
    expect(world.api.list(kinds.backup, { namespace: "airflow" })).toEqual([]);
  });
});

/** A Cluster with an object store, whose pods have a role with these rights by EKS Pod Identity. */
function bench(
  actions: readonly string[],
  options: { readonly associated?: boolean; readonly withBucket?: boolean; readonly spec?: JsonObject } = {},
): { readonly cloud: TestCloud; readonly world: TestCluster } {
  const { associated = true, withBucket = true, spec = store } = options;
  const cloud = cloudWithCluster();
  if (withBucket) bucket(cloud, "acme-backups");
  const roleArn = roleFor(cloud, "backup", "pods.eks.amazonaws.com", actions);
  if (associated) {
    const association = { clusterName: "test", namespace: "airflow", serviceAccount: "db", roleArn };
    putAssociation(cloud.aws, { ...association, targetRoleArn: null, disableSessionTags: false, tags: {} }, null);
  }
  const world = operatorCluster({ world: cloud.world, namespaces: ["airflow"] });
  for (const name of ["node-a", "node-b", "node-c"]) {
    const image = "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/eks-pod-identity-agent:v0.1.37";
    world.api.create(pod(`agent-${name}`, podSpec({ image }, { hostNetwork: true, nodeName: name })));
  }
  install(world, "cloudnative-pg", { namespace: "cnpg-system" });
  world.run(120);
  world.api.create(cluster({ instances: 1, ...spec }));
  world.run(600);
  return { cloud, world };
}

function archiving(world: TestCluster) {
  return conditionIn(world, kinds.cluster, "db", "airflow", "ContinuousArchiving");
}

function keysIn({ aws }: TestCloud): readonly string[] {
  return [...aws.partitionTable<StoredObject>(s3Tables.object).keys()].sort();
}
