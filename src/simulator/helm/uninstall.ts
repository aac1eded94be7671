import { type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { refuse, refuseUnless } from "../rule.ts";
import { checkKinds, isKept } from "./apply-objects.ts";
import type { HelmClient, HelmOperation } from "./helm-client.ts";
import { runHooks } from "./hooks.ts";
import type { ReleaseOptions } from "./release-options.ts";
import { defaultOptions } from "./release-options.ts";
import { forgetRelease, recordRelease, releaseHistory } from "./release-storage.ts";
import { rules } from "./rules.ts";

/** What an uninstall leaves in the cluster because its policy says so. */
interface Uninstalled {
  readonly kept: readonly Manifest[];
}

/**
 * Removes a release: its objects in the reverse order of their making, and its records. Definitions of `crds/`, hooks, kept objects,
 * and what controllers made of its objects stay.
 *
 * @throws ServiceError when there is no such release, a kind is gone, or with `wait` an object stays
 */
export function* uninstall(
  helm: HelmClient,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  given: Partial<Pick<ReleaseOptions, "runHooks" | "timeout" | "wait">> = {},
): HelmOperation<Uninstalled> {
  const { runHooks: withHooks, timeout, wait } = { ...defaultOptions, ...given };
  const { api } = helm;
  const history = releaseHistory(api, namespace, name);
  const last = history.at(-1) ?? refuse(rules.notFound, name);
  const { hooks, objects } = last;
  recordRelease(api, { ...last, status: "uninstalling", description: "Deletion in progress (or silently failed)" });
  if (withHooks) yield* runHooks(helm, { hooks, event: "pre-delete", failure: "", timeout });
  const kept = objects.filter(isKept);
  const removed = objects.filter((object) => !isKept(object)).reverse();
  checkKinds(helm, removed, rules.unknownKindAtDelete);
  const find = (object: Manifest): KubernetesObject | undefined =>
    api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
  for (const object of removed) {
    const present = find(object);
    if (present) api.delete(present);
  }
  const failure = "uninstallation completed with 1 error(s)";
  try {
    if (wait) {
      const areGone = (): boolean => removed.every((object) => find(object) === undefined);
      if (!areGone()) yield { seconds: timeout, until: areGone };
      refuseUnless(areGone(), rules.notGone);
    }
    if (withHooks) yield* runHooks(helm, { hooks, event: "post-delete", failure, timeout });
  } finally {
    // What goes wrong after the objects were deleted is said, and the release is gone all the same.
    for (const release of history) forgetRelease(api, release);
  }
  return { kept };
}
