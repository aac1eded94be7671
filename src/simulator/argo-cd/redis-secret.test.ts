import { expect, test } from "vitest";
import { textMapAt } from "../kubernetes/fields.ts";
import type { TestCluster } from "../kubernetes/testing/cluster.ts";
import { install, objectIn, operatorCluster } from "../operators/testing/operator-cluster.ts";
import { redisSecretInit } from "./redis-secret.ts";

const namespace = "argocd";

test("the hook of the chart makes the Secret, without which no component starts", () => {
  const world = withArgoCd();
  expect(Object.keys(textMapAt(objectIn(world, "/Secret", "argocd-redis", namespace), "data"))).toEqual(["auth"]);
  const redis = objectIn(world, "apps/Deployment", "argo-cd-argocd-redis", namespace);
  expect(redis.status?.availableReplicas).toBe(1);
});

test("without the hook Redis waits for the Secret", () => {
  const world = withArgoCd({ redisSecretInit: { enabled: false } });
  expect(world.api.find("/Secret", "argocd-redis", namespace)).toBeUndefined();
  expect(JSON.stringify(world.api.list("/Pod", { namespace }))).toContain('secret \\"argocd-redis\\" not found');
});

test("a Secret that somebody deletes does not come back by itself", () => {
  const world = withArgoCd();
  world.api.delete(objectIn(world, "/Secret", "argocd-redis", namespace));
  world.run(600);
  expect(world.api.find("/Secret", "argocd-redis", namespace)).toBeUndefined();
});

function withArgoCd(values = {}): TestCluster {
  const world = operatorCluster({ controllers: [redisSecretInit] });
  install(world, "argo-cd", { namespace, values });
  world.run(300);
  return world;
}
