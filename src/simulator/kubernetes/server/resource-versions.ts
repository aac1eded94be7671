import { type Kind, resourceName } from "../kinds.ts";
import type { KubernetesObject, Manifest, ObjectMeta } from "../object.ts";
import { metadataRules } from "../rules/metadata-rules.ts";
import { requestRules as rules } from "../rules/request-rules.ts";
import { refuseIf } from "./kubernetes-error.ts";
import { sameJson } from "./same-json.ts";

/** @throws KubernetesError `Conflict` when a change was made from another version of the object, or from another object of that name */
export function checkVersion(kind: Kind, present: KubernetesObject, { metadata }: Manifest): void {
  const { resourceVersion, uid } = metadata as Partial<ObjectMeta>;
  const { name } = metadata;
  const resource = resourceName(kind);
  const isOther = uid !== undefined && uid !== present.metadata.uid;
  refuseIf(isOther, metadataRules.otherObject, resource, name ?? "", uid ?? "", present.metadata.uid);
  const isStale = resourceVersion !== undefined && resourceVersion !== present.metadata.resourceVersion;
  refuseIf(isStale, rules.stale, resource, name ?? "");
}

/** Whether more than metadata and status of an object changed: its generation rises then. */
export function isOtherGeneration(present: KubernetesObject, next: KubernetesObject): boolean {
  const { metadata: _metadata, status: _status, ...before } = present;
  const { metadata: _nextMetadata, status: _nextStatus, ...after } = next;
  return !sameJson(before, after);
}
