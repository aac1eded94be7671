import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import { textAt } from "../fields.ts";
import { conditionOf, type KubernetesObject } from "../object.ts";
import type { TestCluster } from "../testing/cluster.ts";
import type { StartCondition } from "./kubelet/start-conditions.ts";
import { podSpec, workload, workloadCluster } from "./testing/workloads.ts";

const fails: StartCondition = {
  name: "a program that fails",
  watches: [],
  matches: ({ name }) => name === "app",
  problem: () => ({ reason: "CrashLoopBackOff", message: "exit status 1" }),
};

/** A cluster in which a Job has run for so long. */
function run(
  spec: JsonObject = {},
  container: JsonObject = {},
  conditions: readonly StartCondition[] = [],
): TestCluster {
  const cluster = workloadCluster(1, conditions);
  const { restartPolicy = "Never", ...rest } = spec;
  cluster.api.create(workload("Job", "migrate", podSpec(container, { restartPolicy }), rest));
  cluster.run(3_600);
  return cluster;
}

function jobIn({ api }: TestCluster): KubernetesObject | undefined {
  return api.find("batch/Job", "migrate", "default");
}

function outcome(cluster: TestCluster): string | undefined {
  const job = jobIn(cluster);
  const ended =
    job && ["Complete", "Failed"].map((type) => conditionOf(job, type)).find((one) => one?.status === "True");
  return ended && `${ended.type} ${ended.reason}`;
}

test("a Job is complete when its pod has succeeded", () => {
  const cluster = run();
  expect(outcome(cluster)).toBe("Complete CompletionsReached");
  expect(jobIn(cluster)?.status).toMatchObject({ succeeded: 1, active: 0 });
  expect(cluster.api.list("/Pod").map((pod) => textAt(pod, "status.phase"))).toEqual(["Succeeded"]);
});

test("as many pods succeed as it asks for, so many at a time", () => {
  const cluster = run({ completions: 3, parallelism: 2 });
  expect(jobIn(cluster)?.status).toMatchObject({ succeeded: 3 });
});

test("a program that fails is tried again, each time later, until it is given up", () => {
  const cluster = run({ backoffLimit: 2 }, {}, [fails]);
  expect(outcome(cluster)).toBe("Failed BackoffLimitExceeded");
  expect(cluster.api.list("/Pod")).toHaveLength(3);
});

test("with the policy OnFailure the same pod is started again until the Job is given up", () => {
  const cluster = run({ backoffLimit: 2, restartPolicy: "OnFailure" }, {}, [fails]);
  expect(outcome(cluster)).toBe("Failed BackoffLimitExceeded");
  expect(cluster.api.list("/Pod")).toEqual([]);
});

test("a pod that cannot start keeps its Job running until the deadline", () => {
  const image = "docker.io/bitnami/kubectl:1.31";
  expect(outcome(run({}, { image }))).toBeUndefined();
  expect(outcome(run({ activeDeadlineSeconds: 60 }, { image }))).toBe("Failed DeadlineExceeded");
});

test("a finished Job goes after the time that it says", () => {
  expect(jobIn(run({ ttlSecondsAfterFinished: 100 }))).toBeUndefined();
  expect(jobIn(run())).toBeDefined();
});

test("a suspended Job makes no pods", () => {
  expect(run({ suspend: true }).api.list("/Pod")).toEqual([]);
});
