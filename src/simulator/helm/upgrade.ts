import { isObject, kindKey } from "../kubernetes/object.ts";
import { refuse, refuseIf } from "../rule.ts";
import type { JsonObject } from "../world/json.ts";
import { checkKinds, isSameObject, updateObjects } from "./apply-objects.ts";
import { messageOf, ReleaseFailed, recordFailure } from "./failed-release.ts";
import type { HelmClient, HelmOperation } from "./helm-client.ts";
import { runHooks } from "./hooks.ts";
import { waitUntilReady } from "./install.ts";
import { checkOwnership } from "./ownership.ts";
import { isPending, type Release } from "./release.ts";
import { defaultOptions, type ReleaseOptions } from "./release-options.ts";
import { forgetRelease, recordRelease, releaseHistory } from "./release-storage.ts";
import { type ReleaseSource, renderRelease } from "./render.ts";
import { rollback } from "./rollback.ts";
import { rules } from "./rules.ts";
import { joinValues } from "./values.ts";

/**
 * Brings a release to a chart and values, as a new revision.
 *
 * @throws ServiceError or ChartError when nothing is recorded, ReleaseFailed when the new revision is there and failed
 */
export function* upgrade(
  helm: HelmClient,
  source: ReleaseSource,
  given: Partial<ReleaseOptions> = {},
): HelmOperation<Release> {
  const options = { ...defaultOptions, ...given };
  const { api } = helm;
  const { name, namespace, chart } = source;
  const { last, current } = baseOf(helm, source);
  const values = startingValues(source.values, current, options);
  const { objects, hooks } = renderRelease(helm, { ...source, values }, "upgrade");
  checkKinds(helm, objects, rules.unknownKind);
  const added = objects.filter((object) => !current.objects.some((old) => isSameObject(old, object)));
  if (!options.takeOwnership) checkOwnership(api, "update", source, added);
  const release = recordRelease(api, {
    name,
    namespace,
    revision: last.revision + 1,
    status: "pending-upgrade",
    description: "Preparing upgrade",
    chart: { name: chart.name, version: chart.version, appVersion: chart.appVersion },
    values,
    objects,
    hooks,
    firstDeployed: current.firstDeployed,
    lastDeployed: api.cluster.now.toISOString(),
  });
  try {
    yield* move(helm, current, release, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failed = recordFailure(helm, release, `Upgrade "${name}"`, error);
    if (options.cleanupOnFail) removeObjects(helm, added);
    if (!options.atomic) throw new ReleaseFailed(error.message, failed, error);
    yield* undo(helm, failed, options, error);
  }
  recordRelease(api, { ...current, status: "superseded" });
  const description = options.description || "Upgrade complete";
  const deployed = recordRelease(api, { ...release, status: "deployed", description });
  forgetOldest(helm, deployed, options.maxHistory);
  return deployed;
}

function* move(helm: HelmClient, current: Release, release: Release, options: ReleaseOptions): HelmOperation<void> {
  const { hooks, objects } = release;
  const { timeout } = options;
  if (options.runHooks) {
    yield* runHooks(helm, { hooks, event: "pre-upgrade", failure: "pre-upgrade hooks failed", timeout });
  }
  updateObjects(helm, current.objects, objects);
  yield* waitUntilReady(helm, objects, options);
  if (options.runHooks) {
    yield* runHooks(helm, { hooks, event: "post-upgrade", failure: "post-upgrade hooks failed", timeout });
  }
}

/** The latest revision, and the one whose objects are in the cluster: the deployed one, else the latest that failed. */
function baseOf({ api }: HelmClient, { name, namespace }: ReleaseSource): { last: Release; current: Release } {
  const history = releaseHistory(api, namespace, name);
  const last = history.at(-1) ?? refuse(rules.noDeployed, name);
  refuseIf(isPending(last), rules.pending);
  const deployed = history.findLast(({ status }) => status === "deployed");
  const usable = ["failed", "superseded"].includes(last.status) ? last : undefined;
  return { last, current: deployed ?? usable ?? refuse(rules.noDeployed, name) };
}

/** Without any values given, those of the last revision are taken; so they are below the given ones when asked for. */
function startingValues(given: JsonObject, { values }: Release, options: ReleaseOptions): JsonObject {
  if (options.resetValues) return given;
  if (options.reuseValues) return joinValues(values, given);
  return Object.keys(given).length === 0 && isObject(values) ? values : given;
}

/** An atomic upgrade goes back to the last revision that worked. */
function* undo(helm: HelmClient, failed: Release, options: ReleaseOptions, cause: Error): HelmOperation<never> {
  const { name, namespace } = failed;
  const good = releaseHistory(helm.api, namespace, name).findLast(
    ({ revision, status }) => revision < failed.revision && ["deployed", "superseded"].includes(status),
  );
  try {
    if (!good) refuse(rules.noDeployed, name);
    yield* rollback(helm, { name, namespace, revision: good.revision }, { ...options, atomic: false, wait: true });
  } catch (error) {
    const message = `an error occurred while rolling back the release. original upgrade error: ${cause.message}: ${messageOf(error)}`;
    throw new ReleaseFailed(message, failed, cause);
  }
  const message = `release ${name} failed, and has been rolled back due to atomic being set: ${cause.message}`;
  throw new ReleaseFailed(message, failed, cause);
}

function removeObjects({ api }: HelmClient, objects: Release["objects"]): void {
  for (const object of objects) {
    const present = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    if (present) api.delete(present);
  }
}

/** Removes the oldest revisions above the number that is kept; the deployed one stays. */
function forgetOldest({ api }: HelmClient, { name, namespace }: Release, maxHistory: number): void {
  if (maxHistory <= 0) return;
  const history = releaseHistory(api, namespace, name);
  const old = history.filter(({ status }) => status !== "deployed");
  for (const release of old.slice(0, Math.max(0, history.length - maxHistory))) forgetRelease(api, release);
}
