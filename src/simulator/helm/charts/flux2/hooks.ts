import { flagAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { serviceAccount } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { hook } from "../shared/hooks.ts";
import { container, type PodOptions } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";

/** Checks the cluster before the installation: it needs a node for its pod. */
export function checkHook(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const name = `${rendering.release}-flux-check`;
  const options = { weight: -5, deletePolicy: "before-hook-creation,hook-succeeded" };
  const cli = objectAt(scope.values, "cli");
  const automount = flagAt(cli, "serviceAccount.automount");
  return [
    hook("pre-install", serviceAccount(inNamespace(scope, name), { automount }), {
      ...options,
      weight: -10,
    }),
    hook(
      "pre-install",
      job(inNamespace(scope, name), {
        labels: scope.labels,
        backoffLimit: 1,
        pod: cliPod(scope, {
          name: "flux-cli",
          account: name,
          command: ["check", "--pre", "--namespace", scope.namespace],
        }),
      }),
      options,
    ),
  ];
}

/** Rewrites stored objects before an upgrade takes their API version away; off by default, and there from chart 2.16 on. */
export function migrationHook(rendering: Rendering, scope: Scope): readonly Manifest[] {
  if (rendering.edition === "reference" || !flagAt(scope.values, "crds.migration.enabled")) return [];
  return [
    hook(
      "pre-upgrade",
      job(inNamespace(scope, `${rendering.release}-flux-migrate`), {
        labels: scope.labels,
        backoffLimit: 1,
        pod: cliPod(scope, { name: "flux-cli-migrate", account: "kustomize-controller", command: ["migrate"] }),
      }),
      { weight: -5, deletePolicy: "before-hook-creation,hook-succeeded" },
    ),
  ];
}

function cliPod(
  scope: Scope,
  options: { readonly name: string; readonly account: string; readonly command: readonly string[] },
): PodOptions {
  const { name, account, command } = options;
  const cli = objectAt(scope.values, "cli");
  const image = `${textAt(cli, "image")}:${textAt(cli, "tag")}`;
  return {
    annotations: textMapAt(cli, "annotations"),
    serviceAccountName: account,
    containers: [container(name, image, { command: ["/usr/local/bin/flux", ...command] })],
    imagePullSecrets: scope.values.imagePullSecrets,
    placement: placement(cli),
  };
}
