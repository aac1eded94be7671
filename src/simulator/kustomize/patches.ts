import { groupOf, isObject, type Manifest, versionOf } from "../kubernetes/object.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import type { JsonObject } from "../world/json.ts";
import { applyJsonPatch, isJsonPatch } from "./json-patch.ts";
import type { PatchTarget } from "./kustomization.ts";
import { documentsOf } from "./manifest-files.ts";
import { kustomizeRules as rules } from "./rules.ts";
import { mergesLists, strategicMerge } from "./strategic-merge.ts";

/**
 * The objects with one patch over those that it is for: by its target, or without one by its own kind and name.
 *
 * @throws ServiceError when a patch cannot be read, or a patch without a target meets no object
 */
export function applyPatch(
  manifests: readonly Manifest[],
  text: string,
  target: PatchTarget | undefined,
): readonly Manifest[] {
  const documents = documentsOf(text, "patch").filter((document) => document !== null);
  const [first] = documents;
  refuseUnless(first !== undefined, rules.patchForm, text.trim());
  if (isJsonPatch(first)) {
    refuseUnless(target, rules.patchForm, "must specify a target for JSON patch");
    return manifests.map((manifest) =>
      matchesTarget(manifest, target) ? (applyJsonPatch(manifest, first) as Manifest) : manifest,
    );
  }
  return documents.reduce<readonly Manifest[]>((patched, document) => {
    refuseUnless(isObject(document), rules.patchForm, text.trim());
    return target ? mergeInto(patched, document, target) : mergeIntoNamed(patched, document);
  }, manifests);
}

function mergeInto(manifests: readonly Manifest[], patch: JsonObject, target: PatchTarget): readonly Manifest[] {
  return manifests.flatMap((manifest) => (matchesTarget(manifest, target) ? merged(manifest, patch) : [manifest]));
}

function mergeIntoNamed(manifests: readonly Manifest[], patch: JsonObject): readonly Manifest[] {
  const { apiVersion, kind, metadata } = patch;
  const name = isObject(metadata) ? metadata.name : undefined;
  const namespace = isObject(metadata) ? metadata.namespace : undefined;
  const whole = typeof apiVersion === "string" && typeof kind === "string" && typeof name === "string";
  refuseUnless(whole, rules.patchForm, "missing metadata.name in object");
  const isTarget = (manifest: Manifest): boolean =>
    manifest.kind === kind &&
    groupOf(manifest.apiVersion) === groupOf(apiVersion) &&
    manifest.metadata.name === name &&
    (namespace === undefined || (manifest.metadata.namespace ?? namespace) === namespace);
  const id = `${kind}.${versionOf(apiVersion)}.${groupOf(apiVersion) || "[noGrp]"}/${name}.${namespace ?? "[noNs]"}`;
  refuseIf(!manifests.some(isTarget), rules.patchTarget, id);
  return manifests.flatMap((manifest) => (isTarget(manifest) ? merged(manifest, patch) : [manifest]));
}

/** The object with the patch over it; none when the patch deletes it. A patch never renames. */
function merged(manifest: Manifest, patch: JsonObject): Manifest[] {
  if (patch.$patch === "delete") return [];
  const result = strategicMerge(manifest, patch, mergesLists(groupOf(manifest.apiVersion))) as Manifest;
  const { name, namespace } = manifest.metadata;
  const metadata = { ...result.metadata, name, ...(namespace === undefined ? {} : { namespace }) };
  return [{ ...result, apiVersion: manifest.apiVersion, kind: manifest.kind, metadata }];
}

/** True when all that the target says holds of the object. */
function matchesTarget(manifest: Manifest, target: PatchTarget): boolean {
  const { apiVersion, kind, metadata } = manifest;
  return (
    matches(target.group, groupOf(apiVersion)) &&
    matches(target.version, versionOf(apiVersion)) &&
    matches(target.kind, kind) &&
    matches(target.name, metadata.name) &&
    matches(target.namespace, metadata.namespace ?? "") &&
    selects(target.labelSelector, metadata.labels ?? {}) &&
    selects(target.annotationSelector, metadata.annotations ?? {})
  );
}

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || pattern === "" || new RegExp(`^(?:${pattern})$`).test(text);
}

/** Selectors `a=b`, `a==b`, `a!=b`, `a` and `!a`, all of which must hold. */
function selects(selector: string | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (!selector) return true;
  return selector.split(",").every((part) => {
    const [, negated = "", key = "", operator = "", value = ""] =
      /^\s*(!?)\s*([^=!\s]+)\s*(==?|!=)?\s*(\S*)\s*$/.exec(part) ?? [];
    if (operator === "!=") return labels[key] !== value;
    if (operator !== "") return labels[key] === value;
    return negated === "!" ? !(key in labels) : key in labels;
  });
}
