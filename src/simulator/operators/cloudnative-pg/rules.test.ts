import { expect, test } from "vitest";
import type { Manifest } from "../../kubernetes/object.ts";
import type { AdmissionHook } from "../../kubernetes/server/admission-hook.ts";
import { refusalOf, testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, operatorCluster } from "../testing/operator-cluster.ts";
import { ask } from "../testing/review.ts";
import { clusterReview } from "./cluster-review.ts";
import { backupReview, poolerReview, scheduleReview } from "./other-reviews.ts";
import { rules } from "./rules.ts";
import { backup, cluster, pooler, schedule } from "./testing/database.ts";

/** Cases that differ in one object. */
const cases = (hook: AdmissionHook, refused: Manifest, accepted: Manifest) => ({
  refused: () => ask(hook, refused),
  accepted: () => ask(hook, accepted),
});
const ofCluster = (refused: JsonObject, accepted: JsonObject) =>
  cases(clusterReview, cluster(refused), cluster(accepted));
const ofPooler = (refused: JsonObject, accepted: JsonObject) => cases(poolerReview, pooler(refused), pooler(accepted));
const ofSchedule = (refused: JsonObject, accepted: JsonObject) =>
  cases(scheduleReview, schedule(refused), schedule(accepted));
/** Cases of a change: what was there, and what is wanted. */
const changes = (previous: JsonObject, refused: JsonObject, accepted: JsonObject) => ({
  refused: () => ask(clusterReview, cluster(refused), { previous: cluster(previous) }),
  accepted: () => ask(clusterReview, cluster(accepted), { previous: cluster(previous) }),
});

const image = (reference: string): JsonObject => ({ imageName: `ghcr.io/cloudnative-pg/postgresql${reference}` });
const size = (text: string): JsonObject => ({ storage: { size: text } });
const digest = `@sha256:${"0".repeat(64)}`;
const withinLimit = (cpu: string, memory: string): JsonObject => ({
  resources: { requests: { cpu, memory }, limits: { cpu: "1", memory: "1Gi" } },
});
const s3 = { destinationPath: "s3://backups", s3Credentials: { inheritFromIAMRole: true } };

testRules(rules, () => undefined, {
  nameLength: cases(clusterReview, cluster({}, "a".repeat(51)), cluster({}, "a".repeat(50))),
  nameForm: cases(clusterReview, cluster({}, "1db"), cluster({}, "db1")),
  storageMissing: ofCluster(
    { storage: {} },
    { storage: { pvcTemplate: { resources: { requests: { storage: "8Gi" } } } } },
  ),
  storageSize: ofCluster(size("8 GB"), size("8G")),
  storageShrunk: changes(size("8Gi"), size("7Gi"), size("9Gi")),
  walStorageRemoved: changes({ walStorage: { size: "1Gi" } }, {}, { walStorage: { size: "1Gi" } }),
  bootstraps: ofCluster({ bootstrap: { initdb: {}, recovery: {} } }, { bootstrap: { recovery: {} } }),
  ownerMissing: ofCluster(
    { bootstrap: { recovery: { database: "app" } } },
    { bootstrap: { recovery: { database: "app", owner: "app" } } },
  ),
  databaseMissing: ofCluster({ bootstrap: { recovery: { owner: "app" } } }, { bootstrap: { recovery: {} } }),
  recoverySource: ofCluster(
    { bootstrap: { recovery: { source: "old" } } },
    { bootstrap: { recovery: { source: "old" } }, externalClusters: [{ name: "old" }] },
  ),
  imageLatest: ofCluster(image(":latest"), image(":16.3")),
  imageDigest: ofCluster(image(digest), image(`:16.3${digest}`)),
  imageTag: ofCluster(image(":stable"), image(":18.4-system-trixie")),
  downgrade: changes(image(":16.3"), image(":15.7"), image(":16.2")),
  maxSync: ofCluster({ maxSyncReplicas: 3 }, { maxSyncReplicas: 2 }),
  minSync: ofCluster({ minSyncReplicas: 2, maxSyncReplicas: 1 }, { minSyncReplicas: 1, maxSyncReplicas: 1 }),
  updateStrategy: ofCluster({ primaryUpdateStrategy: "manual" }, { primaryUpdateStrategy: "supervised" }),
  supervisedAlone: ofCluster(
    { instances: 1, primaryUpdateStrategy: "supervised" },
    { instances: 1, primaryUpdateStrategy: "unsupervised" },
  ),
  superuserSecret: ofCluster({ superuserSecret: { name: "" } }, { superuserSecret: { name: "root" } }),
  cpuRequest: ofCluster(withinLimit("1001m", "1Gi"), withinLimit("1000m", "1Gi")),
  memoryRequest: ofCluster(withinLimit("1", "1025Mi"), withinLimit("1", "1024Mi")),
  antiAffinity: ofCluster(
    { affinity: { podAntiAffinityType: "hard" } },
    { affinity: { podAntiAffinityType: "required" } },
  ),
  identifier: changes({ postgresUID: 26 }, { postgresUID: 27 }, {}),
  credentials: ofCluster(
    { backup: { barmanObjectStore: { destinationPath: "s3://backups" } } },
    { backup: { barmanObjectStore: s3 } },
  ),
  retention: ofCluster(
    { backup: { barmanObjectStore: s3, retentionPolicy: "30" } },
    { backup: { barmanObjectStore: s3, retentionPolicy: "30d" } },
  ),
  poolerCluster: ofPooler({ cluster: { name: "" } }, { cluster: { name: "db" } }),
  poolerName: ofPooler({ cluster: { name: "db-pooler-rw" } }, { cluster: { name: "db-pooler" } }),
  poolerSettings: ofPooler({ pgbouncer: undefined }, { pgbouncer: {} }),
  poolerParameter: ofPooler(
    { pgbouncer: { parameters: { listen_port: "6432" } } },
    { pgbouncer: { parameters: { default_pool_size: "100" } } },
  ),
  poolerMoved: {
    refused: () => ask(poolerReview, pooler({ cluster: { name: "other" } }), { previous: pooler() }),
    accepted: () => ask(poolerReview, pooler({ instances: 3 }), { previous: pooler() }),
  },
  schedule: ofSchedule({ schedule: "0 0 0 * *  * *" }, { schedule: "0 30 4 * * 1-5" }),
  snapshotKind: ofSchedule({ method: "volumeSnapshot" }, { method: "plugin" }),
  online: ofSchedule({ online: true }, { method: "plugin", online: true }),
  backupSnapshots: cases(backupReview, backup({ method: "volumeSnapshot" }), backup()),
});

test("an older operator lets a Pooler move to another Cluster", () => {
  const world = operatorCluster({ namespaces: ["airflow"] });
  install(world, "cloudnative-pg", { namespace: "cnpg-system", edition: "reference" });
  world.run(120);
  const moved = pooler({ cluster: { name: "other" } });
  expect(refusalOf(() => ask(poolerReview, moved, { previous: pooler(), api: world.api }))).toBeUndefined();
});

test("refusals reach whoever writes", () => {
  const world = operatorCluster({ namespaces: ["airflow"] });
  install(world, "cloudnative-pg", { namespace: "cnpg-system" });
  expect(refusalOf(() => world.api.create(cluster()))?.message).toContain("no endpoints available for service");
  world.run(120);
  const refusal = refusalOf(() => world.api.create(cluster({ storage: {} })));
  expect(refusal?.message).toBe(
    'admission webhook "vcluster.cnpg.io" denied the request: Cluster.postgresql.cnpg.io "db" is invalid: ' +
      'spec.storage.size: Invalid value: "": Size not configured. Please add it, or a storage request in the pvcTemplate.',
  );
});
