import { expect, test } from "vitest";
import type { JsonObject } from "../../../world/json.ts";
import { pod, podSpec, workloadCluster } from "../testing/workloads.ts";
import { podProblem } from "./pod-problem.ts";

function problemAfter(seconds: number, spec: JsonObject): string | undefined {
  const cluster = workloadCluster(1);
  cluster.api.create(pod("web", spec));
  cluster.run(seconds);
  const found = cluster.api.find("/Pod", "web", "default");
  return found && podProblem(found);
}

test("a pod that runs has no problem, and one on its way has none yet", () => {
  expect(problemAfter(600, podSpec())).toBeUndefined();
  expect(problemAfter(1, podSpec())).toBeUndefined();
});

test("a pod that no node takes says why, in the scheduler's words", () => {
  expect(problemAfter(600, podSpec({ resources: { requests: { cpu: "16" } } }))).toContain("1 Insufficient cpu");
});

test("a container that cannot start says why, in the kubelet's words", () => {
  expect(problemAfter(600, podSpec({ image: "docker.io/bitnami/redis:7.2" }))).toMatch(/^ImagePullBackOff: /);
});

test("an init container that cannot start is told before the others, which wait for it", () => {
  const init = { name: "wait", image: "docker.io/bitnami/kubectl:1.30" };
  expect(problemAfter(600, { ...podSpec(), initContainers: [init] })).toContain("bitnami/kubectl:1.30");
});
