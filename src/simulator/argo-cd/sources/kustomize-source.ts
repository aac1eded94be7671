import { objectsAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../kubernetes/object.ts";
import { buildKustomization, type Files } from "../../kustomize/build.ts";
import { type ImageChange, type Kustomization, patchesAt } from "../../kustomize/kustomization.ts";
import type { JsonObject } from "../../world/json.ts";

/** How many folders above its own the kustomizations in some files reach: `../base` is one. */
export function foldersAbove(files: Files): number {
  let above = 0;
  for (const [path, text] of files) {
    if (!/(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path)) continue;
    for (const [steps] of text.matchAll(/(\.\.\/)+(\.\.)?/g)) above = Math.max(above, steps.split("..").length - 1);
    if (/(^|\s)\.\.(\s|$)/m.test(text)) above = Math.max(above, 1);
  }
  return above;
}

/** The objects of a kustomization with what the block `kustomize` of a source adds to it. */
export function renderKustomization(files: Files, folder: string, block: JsonObject = {}): readonly Manifest[] {
  return buildKustomization(files, folder, additionsOf(block));
}

function additionsOf(block: JsonObject): Kustomization {
  const images = textsAt(block, "images").map(imageOf);
  const patches = patchesAt(block, "patches");
  const labels = textMapAt(block, "commonLabels");
  const labelsOnly = block.labelWithoutSelector === true;
  const replicas = objectsAt(block, "replicas").map((one) => ({ name: textAt(one, "name"), count: Number(one.count) }));
  return {
    ...(images.length > 0 ? { images } : {}),
    ...(patches.length > 0 ? { patches } : {}),
    ...(replicas.length > 0 ? { replicas } : {}),
    ...(Object.keys(labels).length > 0
      ? labelsOnly
        ? { labels: [{ pairs: labels }] }
        : { commonLabels: labels }
      : {}),
    ...(isObject(block.commonAnnotations) ? { commonAnnotations: textMapAt(block, "commonAnnotations") } : {}),
    ...textMembers(block, ["namespace", "namePrefix", "nameSuffix"]),
  };
}

function textMembers(block: JsonObject, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (textAt(block, name) ? [[name, textAt(block, name)]] : [])));
}

/** `name=new:tag`, `name:tag` or `name@sha256:…`. */
function imageOf(text: string): ImageChange {
  const [left = "", right] = text.includes("=") ? text.split("=", 2) : [text, text];
  const [, newName = "", newTag, digest] = /^(.+?)(?::([^:/@]+))?(?:@(sha256:[0-9a-f]+))?$/.exec(right ?? "") ?? [];
  const name = text.includes("=") ? left : newName;
  return { name, newName, ...(newTag ? { newTag } : {}), ...(digest ? { digest } : {}) };
}
