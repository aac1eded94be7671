import { definitions } from "../kubernetes/kinds.ts";
import { isTrue, type Manifest } from "../kubernetes/object.ts";
import { refuseUnless } from "../rule.ts";
import { checkKinds, createObjects } from "./apply-objects.ts";
import { messageOf, ReleaseFailed, recordFailure } from "./failed-release.ts";
import type { HelmClient, HelmOperation } from "./helm-client.ts";
import { runHooks } from "./hooks.ts";
import { checkOwnership } from "./ownership.ts";
import { firstNotReady } from "./readiness.ts";
import type { Release } from "./release.ts";
import { defaultOptions, type ReleaseOptions } from "./release-options.ts";
import { recordRelease, releaseHistory } from "./release-storage.ts";
import { type ReleaseSource, renderRelease } from "./render.ts";
import { rules } from "./rules.ts";
import { uninstall } from "./uninstall.ts";

/** Seconds that Helm gives the definitions of a chart's folder `crds/`. */
const definitionsTimeout = 60;

/**
 * Installs a chart as a new release.
 *
 * @throws ServiceError or ChartError when nothing is recorded, ReleaseFailed when the release is there and failed
 */
export function* install(
  helm: HelmClient,
  source: ReleaseSource,
  given: Partial<ReleaseOptions> = {},
): HelmOperation<Release> {
  const options = { ...defaultOptions, ...given };
  const { name, namespace } = source;
  checkName(name);
  const revision = nextRevision(helm, source, options);
  if (!options.skipCrds) yield* installDefinitions(helm, renderRelease(helm, source, "install").crds);
  const { objects, hooks } = renderRelease(helm, source, "install");
  checkKinds(helm, objects, rules.unknownKind);
  if (!options.takeOwnership) checkOwnership(helm.api, "install", source, objects);
  if (options.createNamespace) createNamespace(helm, namespace);
  refuseUnless(helm.api.find("/Namespace", namespace), rules.recordNotCreated, namespace);
  const now = helm.api.cluster.now.toISOString();
  const { name: chart, version, appVersion } = source.chart;
  const release = recordRelease(helm.api, {
    name,
    namespace,
    revision,
    status: "pending-install",
    description: "Initial install underway",
    chart: { name: chart, version, appVersion },
    values: source.values,
    objects,
    hooks,
    firstDeployed: now,
    lastDeployed: now,
  });
  try {
    yield* bringUp(helm, release, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failed = recordFailure(helm, release, `Release "${name}"`, error);
    if (!options.atomic) throw new ReleaseFailed(error.message, failed, error);
    yield* undo(helm, failed, options, error);
  }
  const description = options.description || "Install complete";
  return recordRelease(helm.api, { ...release, status: "deployed", description });
}

/** Hooks, objects, and the wait for them. */
function* bringUp(helm: HelmClient, release: Release, options: ReleaseOptions): HelmOperation<void> {
  const { hooks, objects } = release;
  const { timeout } = options;
  if (options.runHooks) {
    yield* runHooks(helm, { hooks, event: "pre-install", failure: "failed pre-install", timeout });
  }
  createObjects(helm, objects);
  yield* waitUntilReady(helm, objects, options);
  if (options.runHooks) {
    yield* runHooks(helm, { hooks, event: "post-install", failure: "failed post-install", timeout });
  }
}

/**
 * Waits for objects, when the options say so.
 *
 * @throws ServiceError when they are not ready in time
 */
export function* waitUntilReady(
  { api }: HelmClient,
  objects: readonly Manifest[],
  { wait, atomic, waitForJobs: jobs, timeout }: ReleaseOptions,
): HelmOperation<void> {
  if (!wait && !atomic) return;
  const isReady = (): boolean => firstNotReady(api, objects, { jobs }) === undefined;
  if (!isReady()) yield { seconds: timeout, until: isReady };
  refuseUnless(isReady(), rules.notReady);
}

/** An atomic install leaves nothing. */
function* undo(helm: HelmClient, failed: Release, options: ReleaseOptions, cause: Error): HelmOperation<never> {
  const { name } = failed;
  try {
    yield* uninstall(helm, failed, { timeout: options.timeout, runHooks: options.runHooks, wait: false });
  } catch (error) {
    const message = `an error occurred while uninstalling the release. original install error: ${cause.message}: ${messageOf(error)}`;
    throw new ReleaseFailed(message, failed, cause);
  }
  const message = `release ${name} failed, and has been uninstalled due to atomic being set: ${cause.message}`;
  throw new ReleaseFailed(message, failed, cause);
}

function checkName(name: string): void {
  const isWellFormed =
    name.length <= 53 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
  refuseUnless(isWellFormed, rules.releaseName, name);
}

/** 1, or the next one when an install replaces what failed or was uninstalled. */
function nextRevision({ api }: HelmClient, { name, namespace }: ReleaseSource, { replace }: ReleaseOptions): number {
  const last = releaseHistory(api, namespace, name).at(-1);
  if (!last) return 1;
  refuseUnless(replace && ["failed", "uninstalled"].includes(last.status), rules.nameInUse);
  recordRelease(api, { ...last, status: "superseded" });
  return last.revision + 1;
}

/** Definitions of the folder `crds/` are made when they are missing, and never touched again. */
function* installDefinitions({ api }: HelmClient, crds: readonly Manifest[]): HelmOperation<void> {
  const missing = crds.filter(({ metadata }) => api.find(definitions, metadata.name) === undefined);
  for (const definition of missing) api.create(definition);
  const areEstablished = (): boolean =>
    missing.every(({ metadata }) => {
      const definition = api.find(definitions, metadata.name);
      return definition !== undefined && isTrue(definition, "Established");
    });
  if (!areEstablished()) yield { seconds: definitionsTimeout, until: areEstablished };
  refuseUnless(areEstablished(), rules.notReady);
}

function createNamespace({ api }: HelmClient, namespace: string): void {
  if (api.find("/Namespace", namespace)) return;
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { name: namespace } } });
}
