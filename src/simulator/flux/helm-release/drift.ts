import { contains } from "../../argo-cd/comparison.ts";
import type { Release } from "../../helm/release.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { textAt } from "../../kubernetes/fields.ts";
import { type KubernetesObject, kindKey } from "../../kubernetes/object.ts";
import { secondsOf } from "../../time/duration.ts";
import { report } from "../objects.ts";

/** Simulated time of the last look for drift, in milliseconds, by uid. */
const driftChecks = new WeakMap<Cluster, Map<string, number>>();

/** True when drift is detected and the interval has passed since it was looked for; nothing wakes the controller for it. */
export function checksDrift({ cluster }: ControllerContext, { metadata, spec }: KubernetesObject): boolean {
  const mode = textAt(spec, "driftDetection.mode");
  if (mode !== "enabled" && mode !== "warn") return false;
  const checks = driftChecks.get(cluster) ?? new Map<string, number>();
  driftChecks.set(cluster, checks);
  const now = cluster.now.getTime();
  if (now - (checks.get(metadata.uid) ?? 0) < secondsOf(spec?.interval, 600) * 1_000) return false;
  checks.set(metadata.uid, now);
  return true;
}

/** Puts back what somebody changed of the release's objects, when drift detection says so. */
export function correctDrift({ api }: ControllerContext, release: KubernetesObject, last: Release): void {
  const mode = textAt(release.spec, "driftDetection.mode");
  if (mode !== "enabled" && mode !== "warn") return;
  const drifted = last.objects.filter((object) => {
    const live = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    const { status: _, metadata: __, ...fields } = object;
    return !live || !contains(live, fields);
  });
  if (drifted.length === 0) return;
  const shown = `${drifted.length} changes of release ${last.namespace}/${last.name} detected`;
  report(api, release, {
    conditions: { Drifted: { status: "True", reason: "DriftDetected", message: shown } },
    handled: true,
  });
  if (mode === "warn") return;
  for (const object of drifted) api.apply(object, { force: true });
}
