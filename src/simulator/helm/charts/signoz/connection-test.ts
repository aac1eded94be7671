import type { Manifest } from "../../../kubernetes/object.ts";
import { hook } from "../shared/hooks.ts";
import { container } from "../shared/pods.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

/** A test hook that asks a Service whether it answers. */
export function connectionTest(scope: Scope, host: string, port: number): Manifest {
  const wget = container("wget", "docker.io/busybox:1.35", { command: ["wget"], args: [`${host}:${port}`] });
  return hook("test-success", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: inNamespace(scope, `${host}-test-connection`),
    spec: { containers: [wget], restartPolicy: "Never" },
  });
}
