import type { Environment } from "../../configuration/environment.ts";
import { type CopiedSecret, type PlatformApplication, selfContained } from "../gitops/application.ts";
import { secretKeys } from "../gitops/needs.ts";

/** Namespace of the controller and of its workers. */
const workerPoolNamespace = "spacelift-workerpool";

/** Name of the pool, and of the secret with its credentials. */
const pool = "workers";

type Pool = NonNullable<Environment["optional"]["workerPool"]>;

/**
 * Workers of Spacelift in the cluster. The kinds come with the chart and the pool after them, in one go; the controller works in its
 * own namespace and has no rights beside it.
 */
export function workerPool({ secret, size, revision }: Pool): PlatformApplication {
  const credentials: CopiedSecret = {
    name: pool,
    from: secret,
    data: { token: "token", privateKey: "privateKey" },
    revision,
  };
  const key = (name: string) => ({ secretKeyRef: { name: pool, key: name } });
  return {
    ...selfContained,
    name: "spacelift-workerpool",
    engine: "argo-cd",
    namespace: workerPoolNamespace,
    project: "delivery",
    wave: 1,
    chart: {
      chart: "spacelift-workerpool-controller",
      release: "spacelift-workerpool-controller",
      values: { controllerManager: { namespaces: [workerPoolNamespace] } },
    },
    manifests: [
      {
        apiVersion: "workers.spacelift.io/v1beta1",
        kind: "WorkerPool",
        metadata: { name: pool, namespace: workerPoolNamespace },
        spec: { poolSize: size, token: key("token"), privateKey: key("privateKey") },
      },
    ],
    secrets: [credentials],
    uses: secretKeys(workerPoolNamespace, pool, "token", "privateKey"),
  };
}
