import type { Controller } from "../kubernetes/controller.ts";
import { isTrue } from "../kubernetes/object.ts";

const name = "argocd-redis";

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** What the Job `redis-secret-init` of the chart does when it runs: it makes the password of Redis, unless there is one. */
export const redisSecretInit: Controller = {
  name: "argocd-redis-secret-init",
  watches: ["batch/Job"],
  reconcile: ({ api, cluster }) => {
    const jobs = api.list("batch/Job", { labels: { "app.kubernetes.io/component": "redis-secret-init" } });
    for (const job of jobs) {
      const { namespace = "" } = job.metadata;
      if (!isTrue(job, "Complete") || api.find("/Secret", name, namespace)) continue;
      const password = cluster.world.ids.text(16, alphabet, "argo-cd/redis", [cluster.name, namespace]);
      api.create({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace },
        type: "Opaque",
        data: { auth: Buffer.from(password).toString("base64") },
      });
    }
  },
};
