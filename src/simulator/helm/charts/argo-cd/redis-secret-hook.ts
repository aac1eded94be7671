import { flagAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, role, roleBinding, serviceAccount } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { hook } from "../shared/hooks.ts";
import { container } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { hookAccount } from "./access.ts";
import { argoImage } from "./argo-scope.ts";

/** Before installations and upgrades, a Job makes the Secret `argocd-redis`: it needs a node. Not with an external Redis. */
export function redisSecretHook(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const values = objectAt(scope.values, "redisSecretInit");
  if (!flagAt(values, "enabled") || textAt(scope.values, "externalRedis.host") !== "") return [];
  const name = `${scope.fullName}-redis-secret-init`;
  const account = hookAccount(scope);
  const component = "redis-secret-init";
  const labels = {
    "app.kubernetes.io/name": `${scope.name}-${component}`,
    "app.kubernetes.io/component": component,
  };
  const meta = inNamespace(scope, name, { labels });
  const make = job(inNamespace(scope, name, { labels, annotations: textMapAt(values, "jobAnnotations") }), {
    labels: { ...scope.labels, ...labels },
    ...(rendering.edition === "newest" ? { ttlSecondsAfterFinished: 60 } : {}),
    pod: {
      restartPolicy: "OnFailure",
      annotations: textMapAt(values, "podAnnotations"),
      serviceAccountName: account,
      containers: [
        container("secret-init", argoImage(scope, "redisSecretInit.image", rendering.appVersion), {
          command: ["argocd", "admin", "redis-initial-password"],
          resources: objectAt(values, "resources"),
        }),
      ],
      imagePullSecrets: values.imagePullSecrets,
      placement: { ...placement(scope.values, "global"), affinity: {}, ...placement(values) },
    },
  });
  const when = "pre-install,pre-upgrade";
  const options = { deletePolicy: "before-hook-creation" };
  const subject = { name: account, namespace: scope.namespace };
  return [
    ...(flagAt(values, "serviceAccount.create")
      ? [hook(when, serviceAccount(inNamespace(scope, account, { labels })), options)]
      : []),
    hook(when, role(meta, [allow("core", "secrets", ["get", "create"])]), options),
    hook(when, roleBinding(meta, name, subject), options),
    hook(when, make, options),
  ];
}
