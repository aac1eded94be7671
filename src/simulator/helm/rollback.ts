import { refuse } from "../rule.ts";
import { checkKinds, updateObjects } from "./apply-objects.ts";
import { ReleaseFailed, recordFailure } from "./failed-release.ts";
import type { HelmClient, HelmOperation } from "./helm-client.ts";
import { runHooks } from "./hooks.ts";
import { waitUntilReady } from "./install.ts";
import type { Release } from "./release.ts";
import { defaultOptions, type ReleaseOptions } from "./release-options.ts";
import { recordRelease, releaseHistory } from "./release-storage.ts";
import { rules } from "./rules.ts";

/** Which revision a release goes back to. */
interface RollbackTarget {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
}

/**
 * Brings a release back to an earlier revision, as a new one.
 *
 * @throws ServiceError when nothing is recorded, ReleaseFailed when the new revision is there and failed
 */
export function* rollback(
  helm: HelmClient,
  { name, namespace, revision }: RollbackTarget,
  given: Partial<ReleaseOptions> = {},
): HelmOperation<Release> {
  const options = { ...defaultOptions, ...given };
  const { api } = helm;
  const { timeout } = options;
  const history = releaseHistory(api, namespace, name);
  const last = history.at(-1) ?? refuse(rules.notFound, name);
  const target = history.find((release) => release.revision === revision) ?? refuse(rules.noRevision, revision);
  checkKinds(helm, target.objects, rules.unknownKind);
  const release = recordRelease(api, {
    ...target,
    revision: last.revision + 1,
    status: "pending-rollback",
    description: options.description || `Rollback to ${revision}`,
    lastDeployed: api.cluster.now.toISOString(),
  });
  const { hooks, objects } = release;
  try {
    if (options.runHooks) {
      yield* runHooks(helm, { hooks, event: "pre-rollback", failure: "pre-rollback hooks failed", timeout });
    }
    updateObjects(helm, last.objects, objects);
    yield* waitUntilReady(helm, objects, options);
    if (options.runHooks) {
      yield* runHooks(helm, { hooks, event: "post-rollback", failure: "post-rollback hooks failed", timeout });
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ReleaseFailed(error.message, recordFailure(helm, release, `Rollback "${name}"`, error), error);
  }
  for (const old of history.filter(({ status }) => status === "deployed")) {
    recordRelease(api, { ...old, status: "superseded" });
  }
  return recordRelease(api, { ...release, status: "deployed" });
}
