import { servedKind } from "../kubernetes/kinds.ts";
import { kindKey, type Manifest } from "../kubernetes/object.ts";
import { threeWayMerge } from "../kubernetes/provider/three-way-merge.ts";
import type { Rule } from "../rule.ts";
import { refuse } from "../rule.ts";
import type { HelmClient } from "./helm-client.ts";

/**
 * Makes sure that the cluster serves the kinds of all objects.
 *
 * @throws ServiceError by the rule for the first that is not served
 */
export function checkKinds({ api }: HelmClient, objects: readonly Manifest[], broken: Rule<[string]>): void {
  const unknown = objects.find((object) => servedKind(api.cluster, object) === undefined);
  if (unknown) refuse(broken, noMatch(unknown));
}

/** What a client says of a kind that its discovery does not find. */
function noMatch({ apiVersion, kind, metadata }: Manifest): string {
  const { name, namespace = "" } = metadata;
  return `resource mapping not found for name: "${name}" namespace: "${namespace}" from "": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`;
}

/** True when the objects are the same one. */
export function isSameObject(left: Manifest, right: Manifest): boolean {
  return (
    kindKey(left) === kindKey(right) &&
    left.metadata.name === right.metadata.name &&
    (left.metadata.namespace ?? "") === (right.metadata.namespace ?? "")
  );
}

/** True for objects that Helm leaves in the cluster. */
export function isKept({ metadata }: Manifest): boolean {
  return metadata.annotations?.["helm.sh/resource-policy"]?.trim().toLowerCase() === "keep";
}

/** Makes objects in their order; one that is there already and belongs to the release is brought to what the manifest says. */
export function createObjects({ api }: HelmClient, objects: readonly Manifest[]): void {
  for (const object of objects) {
    const present = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    if (present) api.update(threeWayMerge(undefined, object, present));
    else api.create(object);
  }
}

/** Brings the objects of one revision to those of another. Gives those that were made. */
export function updateObjects(
  { api }: HelmClient,
  before: readonly Manifest[],
  after: readonly Manifest[],
): readonly Manifest[] {
  const made: Manifest[] = [];
  for (const object of after) {
    const present = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    const original = before.find((old) => isSameObject(old, object));
    if (present) api.update(threeWayMerge(original, object, present));
    else {
      api.create(object);
      made.push(object);
    }
  }
  for (const object of before) {
    if (after.some((next) => isSameObject(next, object)) || isKept(object)) continue;
    const present = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    if (present && !isKept(present)) api.delete(present);
  }
  return made;
}
