import { builtInKinds } from "../kubernetes/kinds.ts";
import { groupOf, isObject, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { ownedFields } from "../kubernetes/server/field-paths.ts";
import { fieldsAppliedBy } from "../kubernetes/server/server-side-apply.ts";
import { applyJsonPatch } from "../kustomize/json-patch.ts";
import { ServiceError } from "../rule.ts";
import type { Json, JsonObject } from "../world/json.ts";
import type { IgnoredDifference } from "./application.ts";
import { matchesGlob } from "./glob.ts";

/** Annotation with which an object leaves itself out of the sync status. */
const compareOptions = "argocd.argoproj.io/compare-options";

/** True when Argo CD shows an object that is in the cluster but not in the sources without calling the application out of sync. */
export function ignoresExtraneous(object: Manifest): boolean {
  return object.metadata.annotations?.[compareOptions]?.includes("IgnoreExtraneous") ?? false;
}

const builtIn = new Set(builtInKinds.map(({ group, kind }) => `${group}/${kind}`));

/** Lists of custom resources that are merged by the names of their members; all others are replaced as a whole. */
const mergedByName = new Set(["listeners"]);

/**
 * True when the cluster holds what the manifest says, and nothing that it said before. Other fields that it does not name are defaults
 * or somebody else's; the status, and the differences that the Application ignores, do not count.
 *
 * Of custom resources Argo CD does not know the defaults. It sees no difference in those of objects; but a list is replaced as a whole
 * and belongs to who wrote it, so that a default in a member of one is a difference that no sync takes away. Source: gitops-engine,
 * pkg/diff, `structuredMergeDiff`; argoproj/argo-cd#22151.
 *
 * @param manager field manager that applied the manifest
 */
export function isSynced(
  target: Manifest,
  live: KubernetesObject,
  { ignored, manager }: { readonly ignored: readonly IgnoredDifference[]; readonly manager: string },
): boolean {
  const pointers = pointersFor(target, ignored);
  const wanted = without(comparable(target), pointers);
  const held = without(live, pointers);
  return contains(held, wanted, !builtIn.has(kindKey(target))) && !holdsFormerFields(target, held, manager);
}

/** What an earlier manifest said and this one does not is still there, as a field or in a list that is replaced as a whole. */
function holdsFormerFields(target: Manifest, held: KubernetesObject, manager: string): boolean {
  const [fields, wanted] = [ownedFields(held), ownedFields(target)];
  return fieldsAppliedBy(manager, held).some((path) => {
    const [before, now] = [fields.get(path), wanted.get(path)];
    if (before === undefined || now === undefined) return before !== undefined;
    return Array.isArray(before) && !contains(now, before);
  });
}

/** The fields of a manifest that are compared: no status, and of the metadata only what people write. */
function comparable(manifest: Manifest): JsonObject {
  const { status: _, metadata, apiVersion: __, ...rest } = manifest;
  const { labels, annotations } = metadata;
  const definition = kindKey(manifest) === "apiextensions.k8s.io/CustomResourceDefinition";
  const webhooks = manifest.kind.endsWith("WebhookConfiguration");
  const fields = { ...rest, metadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } };
  return definition || webhooks ? withoutCaBundles(fields) : fields;
}

/** Bundles of certificate authorities are written by operators; only an empty one in the manifest is passed over. */
function withoutCaBundles(value: JsonObject): JsonObject {
  const visit = (part: Json): Json => {
    if (Array.isArray(part)) return part.map(visit);
    if (!isObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).flatMap(([name, member]) =>
        member === undefined || (name === "caBundle" && !member) ? [] : [[name, visit(member)]],
      ),
    );
  };
  return visit(value) as JsonObject;
}

/** JSON pointers of `ignoreDifferences` that are for an object; an empty group is the core group, and `*` is any. */
export function pointersFor(object: Manifest, ignored: readonly IgnoredDifference[]): readonly string[] {
  const { name, namespace = "" } = object.metadata;
  return ignored
    .filter(
      (one) =>
        matchesGlob(one.group, groupOf(object.apiVersion)) &&
        matchesGlob(one.kind, object.kind) &&
        (one.name === "" || one.name === name) &&
        (one.namespace === "" || one.namespace === namespace),
    )
    .flatMap((one) => [...one.jsonPointers, ...one.jqPathExpressions.flatMap(pointerOf)]);
}

/** The pointer of a simple jq path such as `.spec.template.spec.containers[0]`; none for expressions with filters. */
function pointerOf(expression: string): string[] {
  if (!/^(\.[\w-]+|\.?\["[^"]+"\]|\[\d+\])+$/.test(expression)) return [];
  return [
    [...expression.matchAll(/\.?\["([^"]+)"\]|\[(\d+)\]|\.([\w-]+)/g)]
      .map(([, quoted, index, name]) => (quoted ?? index ?? name ?? "").replaceAll("~", "~0").replaceAll("/", "~1"))
      .map((token) => `/${token}`)
      .join(""),
  ];
}

/** A document without what stands at some JSON pointers. */
export function without<Document extends JsonObject>(document: Document, pointers: readonly string[]): Document {
  return pointers.reduce((rest, path) => {
    try {
      return applyJsonPatch(rest, [{ op: "remove", path }]) as Document;
    } catch (error) {
      // Nothing to ignore in an object that does not have the field.
      if (error instanceof ServiceError) return rest;
      throw error;
    }
  }, document);
}

/**
 * True when a value has everything that another one asks for.
 *
 * @param isCustom whether lists are those of a custom resource, where a member must have nothing else either
 */
export function contains(live: Json | undefined, wanted: Json | undefined, isCustom = false): boolean {
  if (wanted === undefined) return true;
  if (wanted === null || isEmpty(wanted)) return live === undefined || live === null || isEmpty(live);
  if (Array.isArray(wanted)) return Array.isArray(live) && containsList(live, wanted, isCustom);
  if (isObject(wanted)) {
    return (
      isObject(live) &&
      Object.entries(wanted).every(([name, value]) => {
        const held = live[name];
        const isMerged = isCustom && mergedByName.has(name) && Array.isArray(value) && Array.isArray(held);
        return isMerged ? containsNamed(held, value, true) : contains(held, value, isCustom);
      })
    );
  }
  return live === wanted || (live !== undefined && sameQuantity(live, wanted));
}

function isEmpty(value: Json): boolean {
  return (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Lists with named members may have more of them, which webhooks and defaults add; others are compared one by one. */
function containsList(live: readonly Json[], wanted: readonly Json[], isCustom: boolean): boolean {
  const named = wanted.every((member) => isObject(member) && typeof member.name === "string");
  if (named && wanted.length > 0 && !isCustom) return containsNamed(live, wanted, false);
  return (
    live.length === wanted.length &&
    wanted.every((member, index) => {
      const one = live[index];
      return contains(one, member, isCustom) && (!isCustom || contains(member, one, true));
    })
  );
}

function containsNamed(live: readonly Json[], wanted: readonly Json[], isCustom: boolean): boolean {
  const nameOf = (member: Json): Json | undefined => (isObject(member) ? member.name : undefined);
  return wanted.every((member) =>
    live.some((one) => nameOf(one) === nameOf(member) && contains(one, member, isCustom)),
  );
}

/** `1000m` and `1`, `80` and `"80"`: the API server keeps numbers and quantities in one form. */
function sameQuantity(left: Json, right: Json): boolean {
  if (typeof left === "object" || typeof right === "object") return false;
  const [one, two] = [String(left), String(right)];
  if (one === two) return typeof left !== "boolean" && typeof right !== "boolean";
  const amount = (text: string): number =>
    /^\d+(\.\d+)?m$/.test(text)
      ? Number.parseFloat(text) / 1000
      : /^\d+(\.\d+)?$/.test(text)
        ? Number(text)
        : Number.NaN;
  return amount(one) === amount(two);
}
