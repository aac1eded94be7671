import { flagAt, numberAt, objectAt, objectsAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, role, roleBinding, serviceAccount } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { configMap } from "../shared/configuration.ts";
import { hook } from "../shared/hooks.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";

/** From chart 0.85 on a Job downloads rules and dashboards after the installation; it needs a way out of the cluster. */
export function syncJob({ edition }: Rendering, scope: Scope): readonly Manifest[] {
  const values = objectAt(scope.values, "syncJob");
  if (edition === "reference" || !flagAt(values, "enabled")) return [];
  const name = `${scope.fullName}-sync-job`;
  const labels = { "app.kubernetes.io/component": "sync-job" };
  const meta = inNamespace(scope, name, { labels });
  const when = "post-install,post-upgrade";
  return [
    serviceAccount(meta),
    role(meta, [allow("operator.victoriametrics.com", "vmrules"), allow("core", "configmaps")]),
    roleBinding(meta, name, { name, namespace: scope.namespace }),
    configMap(meta, {
      "config.json": JSON.stringify({ rules: scope.values.defaultRules, dashboards: scope.values.defaultDashboards }),
    }),
    hook(
      when,
      job(meta, {
        labels: { ...scope.selector, ...labels },
        backoffLimit: numberAt(values, "backoffLimit", 3),
        ttlSecondsAfterFinished: numberAt(values, "ttlSecondsAfterFinished", 600),
        pod: {
          restartPolicy: "Never",
          annotations: textMapAt(values, "podAnnotations"),
          serviceAccountName: name,
          containers: [
            container("sync-job", imageAt(values, "image"), {
              env: objectsAt(values, "env"),
              resources: objectAt(values, "resources"),
              volumeMounts: [mount("config", "/config")],
            }),
          ],
          volumes: [configMapVolume("config", name)],
          placement: placement(values),
        },
      }),
      { deletePolicy: "before-hook-creation" },
    ),
  ];
}
