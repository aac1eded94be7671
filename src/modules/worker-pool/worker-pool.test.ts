import { expect, test } from "vitest";
import { problemsIn, soundPlan } from "../gitops/testing/planned.ts";
import { application, applications, type Change, object } from "../gitops/testing/rendered.ts";

const secret = "k8-development/worker-pool";

const withPool: Change = ({ development, organization }) => {
  development.optional = { workerPool: { secret, size: 3 } };
  Object.assign(organization.accounts.development ?? {}, { jsonSecrets: { [secret]: ["token", "privateKey"] } });
};

test("an environment has workers of its own only where it says so", () => {
  expect(applications().map(({ name }) => name)).not.toContain("spacelift-workerpool");
  expect(applications(withPool).map(({ name }) => name)).toContain("spacelift-workerpool");
});

// Defects 114 and 115: two steps, a name of a test, a secret made by hand between them, providers inside of the module.
test("the pool comes after its kind, by itself, with credentials that no file holds", () => {
  expect(object("WorkerPool", "workers", withPool)).toMatchObject({
    metadata: { namespace: "spacelift-workerpool", annotations: { "argocd.argoproj.io/sync-wave": "1" } },
    spec: {
      poolSize: 3,
      token: { secretKeyRef: { name: "workers", key: "token" } },
      privateKey: { secretKeyRef: { name: "workers", key: "privateKey" } },
    },
  });
  expect(application("spacelift-workerpool", withPool).secrets).toEqual([
    { name: "workers", from: secret, data: { token: "token", privateKey: "privateKey" }, revision: 1 },
  ]);
});

test("the controller has rights in its own namespace and nowhere else", () => {
  expect(application("spacelift-workerpool", withPool).chart?.values).toEqual({
    controllerManager: { namespaces: ["spacelift-workerpool"] },
  });
});

test("nothing of it is refused before it runs", () => {
  expect(problemsIn(soundPlan(withPool))).toEqual([]);
});
