import { expect, test } from "vitest";
import type { JsonObject } from "../../../world/json.ts";
import { eventsOf } from "../../events.ts";
import { objectsAt, textAt } from "../../fields.ts";
import { conditionOf, type KubernetesObject } from "../../object.ts";
import type { TestCluster } from "../../testing/cluster.ts";
import { secret } from "../../testing/manifests.ts";
import { isReady } from "../pods/pods.ts";
import { pod, podSpec, workloadCluster } from "../testing/workloads.ts";
import type { StartCondition, StartProblem } from "./start-conditions.ts";

function podIn({ api }: TestCluster, name = "web"): KubernetesObject {
  const found = api.find("/Pod", name, "default");
  if (!found) throw new RangeError("there is no such pod");
  return found;
}

/** A cluster with one pod after ten minutes. */
function started(spec: JsonObject, conditions: readonly StartCondition[] = []): TestCluster {
  const cluster = workloadCluster(1, conditions);
  cluster.api.create(pod("web", spec));
  cluster.run();
  return cluster;
}

/** What the first container waits for. */
function waiting(
  cluster: TestCluster,
  field = "containerStatuses",
): { readonly reason: string; readonly message: string } {
  const [status] = objectsAt(podIn(cluster), `status.${field}`);
  return { reason: textAt(status, "state.waiting.reason"), message: textAt(status, "state.waiting.message") };
}

function reasons(cluster: TestCluster): readonly string[] {
  return eventsOf(cluster.api, podIn(cluster)).map(
    (event) => `${textAt(event, "reason")}: ${textAt(event, "message")}`,
  );
}

const environment = (key: string, name = "db"): JsonObject => ({
  env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name, key } } }],
});

test("a pod is running and ready after its image was pulled and its program has started", () => {
  const cluster = started(podSpec());
  expect(isReady(podIn(cluster))).toBe(true);
  expect(podIn(cluster).status).toMatchObject({
    phase: "Running",
    containerStatuses: [{ name: "app", ready: true, restartCount: 0 }],
  });
  expect(textAt(podIn(cluster), "status.podIP")).toMatch(/^10\.52\.\d+\.\d+$/);
});

test("an image that is not there is not pulled, and the registry's words say so", () => {
  const cluster = started(podSpec({ image: "docker.io/bitnami/redis:7.2" }));
  expect(waiting(cluster)).toMatchObject({ reason: "ImagePullBackOff" });
  expect(waiting(cluster).message).toContain("docker.io/bitnami/redis:7.2: not found");
  expect(reasons(cluster)[0]).toContain('Failed: Failed to pull image "docker.io/bitnami/redis:7.2"');
});

test("a missing Secret keeps a container from being made until it is there", () => {
  const cluster = started(podSpec(environment("password")));
  expect(waiting(cluster)).toEqual({ reason: "CreateContainerConfigError", message: 'secret "db" not found' });
  cluster.api.create(secret("db", { user: "app" }));
  cluster.run();
  expect(waiting(cluster).message).toBe("couldn't find key password in Secret default/db");
  const present = cluster.api.find("/Secret", "db", "default");
  if (present) cluster.api.update({ ...present, stringData: { password: "x" } });
  cluster.run();
  expect(isReady(podIn(cluster))).toBe(true);
});

test("a missing key that is optional keeps nobody", () => {
  const optional = { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "db", key: "a", optional: true } } }] };
  expect(isReady(podIn(started(podSpec(optional))))).toBe(true);
});

test("a whole ConfigMap in the environment must be there", () => {
  const cluster = started(podSpec({ envFrom: [{ configMapRef: { name: "settings" } }] }));
  expect(waiting(cluster).message).toBe('configmap "settings" not found');
});

test("a volume whose Secret is missing is not mounted", () => {
  const cluster = started(podSpec({}, { volumes: [{ name: "tls", secret: { secretName: "tls" } }] }));
  expect(waiting(cluster).reason).toBe("ContainerCreating");
  expect(reasons(cluster)).toEqual(['FailedMount: MountVolume.SetUp failed for volume "tls" : secret "tls" not found']);
  cluster.api.create(secret("tls", { "tls.crt": "x" }));
  cluster.run();
  expect(isReady(podIn(cluster))).toBe(true);
});

test("a missing pull secret is told, and the image is pulled without", () => {
  const cluster = started(podSpec({}, { imagePullSecrets: [{ name: "registry" }] }));
  expect(reasons(cluster)).toEqual([
    "FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (registry); attempting to pull the image may not succeed.",
  ]);
  expect(isReady(podIn(cluster))).toBe(true);
});

test("init containers run one after the other before the others start", () => {
  const cluster = workloadCluster(1);
  const init = (name: string): JsonObject => ({ name, image: "ghcr.io/example/init:1" });
  cluster.api.create(pod("web", { ...podSpec(), initContainers: [init("one"), init("two")] }));
  const order: string[] = [];
  cluster.run(600, () => {
    const states = objectsAt(podIn(cluster), "status.initContainerStatuses").map((status) =>
      Object.keys((status.state ?? {}) as JsonObject).join(),
    );
    const seen = [...states, textAt(podIn(cluster), "status.phase")].join(" ");
    if (order.at(-1) !== seen) order.push(seen);
    return isReady(podIn(cluster));
  });
  expect(order).toEqual([
    "waiting waiting Pending",
    "running waiting Pending",
    "terminated running Pending",
    "terminated terminated Pending",
    "terminated terminated Running",
  ]);
});

/** A program that has a problem until there is a ConfigMap `ready`. */
function until(reason: StartProblem["reason"], container = "app"): StartCondition {
  return {
    name: "a ConfigMap",
    watches: ["/ConfigMap"],
    matches: ({ name }) => name === container,
    problem: (cluster) =>
      cluster.objects("/ConfigMap").has("default/ready") ? null : { reason, message: "dial tcp: connection refused" },
  };
}

function makeReady({ api }: TestCluster): void {
  api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ready", namespace: "default" } });
}

test("a program that ends with an error is started again once what it needs is there", () => {
  const cluster = started(podSpec(), [until("CrashLoopBackOff")]);
  expect(waiting(cluster).reason).toBe("CrashLoopBackOff");
  expect(waiting(cluster).message).toContain("dial tcp: connection refused");
  expect(textAt(podIn(cluster), "status.phase")).toBe("Running");
  makeReady(cluster);
  const { seconds } = cluster.run();
  expect(isReady(podIn(cluster))).toBe(true);
  expect(seconds).toBeGreaterThanOrEqual(20);
});

test("a program that does not pass its probe runs and is not ready", () => {
  const cluster = started(podSpec(), [until("NotReady")]);
  expect(podIn(cluster).status).toMatchObject({
    phase: "Running",
    containerStatuses: [{ started: true, ready: false }],
  });
  expect(conditionOf(podIn(cluster), "Ready")).toMatchObject({ status: "False", reason: "ContainersNotReady" });
  makeReady(cluster);
  cluster.run();
  expect(isReady(podIn(cluster))).toBe(true);
});

test("an init container that waits keeps the others from starting", () => {
  const spec = { ...podSpec(), initContainers: [{ name: "wait", image: "ghcr.io/example/wait:1" }] };
  const cluster = started(spec, [until("Waiting", "wait")]);
  expect(podIn(cluster).status).toMatchObject({ phase: "Pending", initContainerStatuses: [{ started: true }] });
  makeReady(cluster);
  cluster.run();
  expect(isReady(podIn(cluster))).toBe(true);
});

test("a deleted pod stays until its containers have ended", () => {
  const cluster = started(podSpec());
  expect(cluster.api.delete(podIn(cluster))).toBe(false);
  expect(isReady(podIn(cluster))).toBe(false);
  expect(cluster.run().seconds).toBe(3);
  expect(cluster.api.list("/Pod")).toEqual([]);
});

test("a deleted pod that never had a node is gone at once", () => {
  const cluster = workloadCluster(0);
  cluster.api.create(pod("web"));
  cluster.run();
  expect(cluster.api.delete(podIn(cluster))).toBe(true);
});

test("a deleted pod on a node out of reach stays until the node is gone", () => {
  const cluster = started(podSpec());
  const lost = cluster.api.find("/Node", "node-0");
  if (lost) cluster.api.setStatus(lost, { conditions: [{ type: "Ready", status: "Unknown" }] });
  cluster.api.delete(podIn(cluster));
  cluster.run();
  expect(cluster.api.list("/Pod")).toHaveLength(1);
  if (lost) cluster.api.delete(lost);
  cluster.run();
  expect(cluster.api.list("/Pod")).toEqual([]);
});
