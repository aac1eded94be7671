import type { KubernetesApi } from "../../kubernetes/api.ts";
import { definitions, servedKind } from "../../kubernetes/kinds.ts";
import { kindKey, type Manifest } from "../../kubernetes/object.ts";
import { refuse, refuseUnless, ServiceError } from "../../rule.ts";
import { shownObject } from "../kstatus.ts";
import { fluxRules as rules } from "../rules.ts";

/** Definitions and namespaces come first, then classes, then the rest. */
function stageOf(manifest: Manifest): number {
  if (kindKey(manifest) === definitions || kindKey(manifest) === "/Namespace") return 0;
  return manifest.kind.endsWith("Class") ? 1 : 2;
}

/**
 * Applies objects in stages, each of which is checked as a whole before anything of it is applied.
 *
 * @throws ServiceError in Flux's words for the first object that is refused
 */
export function applyInStages(api: KubernetesApi, manifests: readonly Manifest[]): void {
  for (const stage of [0, 1, 2]) {
    const objects = manifests.filter((manifest) => stageOf(manifest) === stage);
    for (const object of objects) {
      const { kind, apiVersion } = object;
      refuseUnless(servedKind(api.cluster, object), rules.kindMissing, shownObject(object), kind, apiVersion);
    }
    for (const object of objects) applyOne(api, object);
  }
}

function applyOne(api: KubernetesApi, object: Manifest): void {
  try {
    api.apply(object, { force: true });
  } catch (error) {
    if (error instanceof ServiceError) refuse(rules.applyFailed, shownObject(object), error.message);
    throw error;
  }
}
