import { describe, expect, test } from "vitest";
import { eventsOf } from "../../kubernetes/events.ts";
import { at, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import { definition } from "../../kubernetes/testing/manifests.ts";
import { conditionIn, objectIn } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";
import { phases } from "./phases.ts";
import { basicAuth, cluster, phaseOf, pooler, running, withCluster } from "./testing/database.ts";

describe("a Cluster", () => {
  test("gets its instances one after the other, within three minutes", () => {
    const world = running();
    world.api.create(cluster());
    const seen = phasesUntilHealthy(world);
    expect(seen.order).toEqual([
      phases.firstPrimary,
      phases.waiting,
      phases.newReplica,
      phases.waiting,
      phases.newReplica,
      phases.waiting,
      phases.healthy,
    ]);
    expect(seen.seconds).toBeGreaterThan(60);
    expect(seen.seconds).toBeLessThan(300);
    expect(objectIn(world, kinds.cluster, "db", "airflow").status).toMatchObject({
      readyInstances: 3,
      currentPrimary: "db-1",
      instanceNames: ["db-1", "db-2", "db-3"],
      writeService: "db-rw",
    });
  });

  test("has Services for writing, reading from replicas, and reading anywhere", () => {
    const world = withCluster();
    const selectors = ["db-rw", "db-ro", "db-r"].map((name) =>
      at(objectIn(world, "/Service", name, "airflow"), "spec.selector"),
    );
    expect(selectors).toEqual([
      { "cnpg.io/cluster": "db", "cnpg.io/instanceRole": "primary" },
      { "cnpg.io/cluster": "db", "cnpg.io/instanceRole": "replica" },
      { "cnpg.io/cluster": "db", "cnpg.io/podRole": "instance" },
    ]);
  });

  test("makes the secret for applications, with every documented key", () => {
    const world = withCluster({ bootstrap: { initdb: { database: "airflow", owner: "airflow" } } });
    const data = textMapAt(objectIn(world, "/Secret", "db-app", "airflow"), "data");
    expect(Object.keys(data).sort()).toEqual([
      "dbname",
      "fqdn-jdbc-uri",
      "fqdn-uri",
      "host",
      "jdbc-uri",
      "password",
      "pgpass",
      "port",
      "uri",
      "user",
      "username",
    ]);
    const texts = Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]),
    );
    expect(texts).toMatchObject({ username: "airflow", dbname: "airflow", host: "db-rw", port: "5432" });
    expect(texts.uri).toBe(`postgresql://airflow:${texts.password}@db-rw.airflow:5432/airflow`);
  });

  test("of an older operator has no keys with full host names", () => {
    const world = withCluster({}, { edition: "reference" });
    expect(Object.keys(textMapAt(objectIn(world, "/Secret", "db-app", "airflow"), "data"))).not.toContain("fqdn-uri");
  });

  test("fills in database and owner when nobody names them", () => {
    const world = withCluster();
    expect(at(objectIn(world, kinds.cluster, "db", "airflow"), "spec.bootstrap.initdb")).toEqual({
      database: "app",
      owner: "app",
    });
  });

  test("waits for the secret that its bootstrap names, and goes on when it comes", () => {
    const world = running();
    world.api.create(
      cluster({ bootstrap: { initdb: { database: "app", owner: "app", secret: { name: "pg-user-secret" } } } }),
    );
    world.run(600);
    expect(objectIn(world, kinds.cluster, "db", "airflow").status?.phase).toBe(phases.firstPrimary);
    const [pod] = world.api.list("/Pod", { namespace: "airflow" });
    expect(textAt(objectsAt(pod?.status, "containerStatuses")[0], "state.waiting.reason")).toBe(
      "CreateContainerConfigError",
    );
    expect(pod && eventsOf(world.api, pod).map((event) => event.message)).toContainEqual(
      'Error: secret "pg-user-secret" not found',
    );
    world.api.create(basicAuth("pg-user-secret"));
    expect(isHealthyWithin(world, 600)).toBe(true);
    expect(world.api.find("/Secret", "db-app", "airflow")).toBeUndefined();
  });

  test("makes a secret for the superuser only when asked", () => {
    expect(withCluster().api.find("/Secret", "db-superuser", "airflow")).toBeUndefined();
    expect(withCluster({ enableSuperuserAccess: true }).api.find("/Secret", "db-superuser", "airflow")).toBeDefined();
  });

  test("with a volume for its log has two claims for each instance", () => {
    const world = withCluster({ instances: 1, walStorage: { size: "2Gi" } });
    expect(
      world.api.list("/PersistentVolumeClaim", { namespace: "airflow" }).map(({ metadata }) => metadata.name),
    ).toEqual(["db-1", "db-1-wal"]);
  });

  test("that demands a node of its own for each instance waits while there are too few", () => {
    const world = running();
    world.api.create(
      cluster({
        instances: 4,
        affinity: { podAntiAffinityType: "required", topologyKey: "topology.kubernetes.io/zone" },
      }),
    );
    world.run(1200);
    const status = objectIn(world, kinds.cluster, "db", "airflow").status;
    expect(status).toMatchObject({ readyInstances: 3 });
    expect(status?.phase).not.toBe(phases.healthy);
  });

  test("makes a PodMonitor only where the kind is known", () => {
    const monitored = { monitoring: { enablePodMonitor: true } };
    expect(isHealthyWithin(withCluster(monitored), 1)).toBe(true);
    const world = running();
    world.api.create(podMonitors);
    world.run(10);
    world.api.create(cluster(monitored));
    world.run(60);
    expect(world.api.find("monitoring.coreos.com/PodMonitor", "db", "airflow")).toBeDefined();
  });

  test("replaces a pod that somebody deleted, on the same volume", () => {
    const world = withCluster();
    const { uid } = objectIn(world, "/PersistentVolumeClaim", "db-2", "airflow").metadata;
    world.api.delete(objectIn(world, "/Pod", "db-2", "airflow"));
    expect(isHealthyWithin(world, 300)).toBe(true);
    expect(objectIn(world, "/PersistentVolumeClaim", "db-2", "airflow").metadata.uid).toBe(uid);
  });

  test("restarts its instances one at a time for another image", () => {
    const world = withCluster();
    const image = "ghcr.io/cloudnative-pg/postgresql:16.9";
    world.api.patch(objectIn(world, kinds.cluster, "db", "airflow"), { spec: { imageName: image } });
    world.run(900);
    expect(isHealthyWithin(world, 1)).toBe(true);
    const images = world.api
      .list("/Pod", { namespace: "airflow" })
      .map((pod) => textAt(objectsAt(pod.spec, "containers")[0], "image"));
    expect(images).toEqual([image, image, image]);
  });

  test("that shrinks loses its newest instances with their volumes", () => {
    const world = withCluster();
    world.api.patch(objectIn(world, kinds.cluster, "db", "airflow"), { spec: { instances: 1 } });
    world.run(300);
    expect(world.api.list("/Pod", { namespace: "airflow" }).map(({ metadata }) => metadata.name)).toEqual(["db-1"]);
    expect(
      world.api.list("/PersistentVolumeClaim", { namespace: "airflow" }).map(({ metadata }) => metadata.name),
    ).toEqual(["db-1"]);
  });

  test("owns all that is made for it, its volumes too: they go with it", () => {
    const world = withCluster();
    const { uid } = objectIn(world, kinds.cluster, "db", "airflow").metadata;
    const made = ["/PersistentVolumeClaim", "/Pod", "/Service", "policy/PodDisruptionBudget"].flatMap((kind) =>
      world.api.list(kind, { namespace: "airflow" }),
    );
    expect(made.length).toBe(3 + 3 + 3 + 2);
    expect(made.every(({ metadata }) => metadata.ownerReferences?.[0]?.uid === uid)).toBe(true);
    expect(objectIn(world, kinds.cluster, "db", "airflow").metadata.finalizers ?? []).toEqual([]);
  });

  test("with a plugin that nobody offers does not begin", () => {
    const world = running();
    world.api.create(cluster({ plugins: [{ name: "barman-cloud.cloudnative-pg.io", isWALArchiver: true }] }));
    world.run(60);
    expect(objectIn(world, kinds.cluster, "db", "airflow").status).toMatchObject({
      phase: phases.unknownPlugin,
      phaseReason: "Unknown plugin: 'barman-cloud.cloudnative-pg.io'",
    });
  });

  test("takes its image from a catalogue, and says when that has none", () => {
    const world = running();
    world.api.create(
      cluster({
        imageName: undefined,
        imageCatalogRef: { apiGroup: "postgresql.cnpg.io", kind: "ImageCatalog", name: "own", major: 17 },
      }),
    );
    world.run(60);
    expect(objectIn(world, kinds.cluster, "db", "airflow").status?.phase).toBe(phases.catalog);
    const images = [{ major: 17, image: "ghcr.io/cloudnative-pg/postgresql:17.6" }];
    world.api.create({
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "ImageCatalog",
      metadata: { name: "own", namespace: "airflow" },
      spec: { images },
    });
    expect(isHealthyWithin(world, 600)).toBe(true);
    expect(objectIn(world, kinds.cluster, "db", "airflow").status?.image).toBe(images[0]?.image);
  });
});

describe("a Pooler", () => {
  test("stands in front of a Cluster that is there, and stays without it", () => {
    const world = running();
    world.api.create(pooler());
    world.run(60);
    expect(world.api.find("apps/Deployment", "db-pooler-rw", "airflow")).toBeUndefined();
    world.api.create(cluster());
    world.run(600);
    expect(objectIn(world, kinds.pooler, "db-pooler-rw", "airflow").status?.instances).toBe(2);
    expect(objectsAt(objectIn(world, "/Service", "db-pooler-rw", "airflow").spec, "ports")[0]?.port).toBe(5432);
    world.api.delete(objectIn(world, kinds.cluster, "db", "airflow"));
    world.run(60);
    expect(objectIn(world, "apps/Deployment", "db-pooler-rw", "airflow").status?.availableReplicas).toBe(2);
  });
});

test("nothing happens without the operator", () => {
  const world = running();
  world.api.delete(objectIn(world, "apps/Deployment", "cloudnative-pg", "cnpg-system"));
  for (const kind of ["apps/ReplicaSet", "/Pod"]) {
    for (const object of world.api.list(kind, { namespace: "cnpg-system" })) world.api.delete(object);
  }
  world.run(60);
  for (const kind of ["Mutating", "Validating"]) {
    world.api.delete(
      objectIn(
        world,
        `admissionregistration.k8s.io/${kind}WebhookConfiguration`,
        `cnpg-${kind.toLowerCase()}-webhook-configuration`,
      ),
    );
  }
  world.api.create(cluster());
  world.run(600);
  expect(objectIn(world, kinds.cluster, "db", "airflow").status).toBeUndefined();
});

test("the operator makes the certificates of its webhooks", () => {
  const world = running();
  expect(world.api.find("/Secret", "cnpg-ca-secret", "cnpg-system")).toBeDefined();
  expect(world.api.find("/Secret", "cnpg-webhook-cert", "cnpg-system")).toBeDefined();
});

/** A cluster in which the operator runs. */
function isHealthyWithin(world: TestCluster, seconds: number): boolean {
  world.run(
    seconds,
    () =>
      phaseOf(world) === phases.healthy &&
      conditionIn(world, kinds.cluster, "db", "airflow", "Ready")?.status === "True",
  );
  return phaseOf(world) === phases.healthy;
}

function phasesUntilHealthy(world: TestCluster): { readonly order: readonly string[]; readonly seconds: number } {
  const order: string[] = [];
  const { seconds } = world.run(900, () => {
    const phase = phaseOf(world);
    if (phase !== "" && order.at(-1) !== phase) order.push(phase);
    return phase === phases.healthy;
  });
  return { order, seconds };
}

const podMonitors = definition({ group: "monitoring.coreos.com", kind: "PodMonitor", plural: "podmonitors" });
