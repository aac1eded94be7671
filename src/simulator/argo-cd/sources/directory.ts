import { flagAt, textAt } from "../../kubernetes/fields.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import { parseManifests } from "../../kustomize/manifest-files.ts";
import { refuseIf, ServiceError } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import { matchesGlob } from "../glob.ts";
import { argoCdRules as rules } from "../rules.ts";

/**
 * The objects in the YAML and JSON files of a folder; of folders below it with `recurse`. Files that do not look like manifests are
 * passed over, as Argo CD does.
 *
 * @throws ServiceError for a manifest that cannot be read
 */
export function renderDirectory(files: ReadonlyMap<string, string>, options: JsonObject = {}): Manifest[] {
  const recurse = flagAt(options, "recurse");
  const include = textAt(options, "include");
  const exclude = textAt(options, "exclude");
  refuseIf(
    [...files.keys()].some((path) => path.endsWith(".jsonnet") && (recurse || !path.includes("/"))),
    rules.toolNotSimulated,
    "Jsonnet",
  );
  const chosen = [...files].filter(
    ([path]) =>
      /\.(ya?ml|json)$/.test(path) &&
      (recurse || !path.includes("/")) &&
      (include === "" || matchesGlob(include, path)) &&
      (exclude === "" || !matchesGlob(exclude, path)),
  );
  return chosen.flatMap(([path, text]) => {
    if (text.includes("+argocd:skip-file-rendering")) return [];
    try {
      return parseManifests(text, path);
    } catch (error) {
      if (error instanceof ServiceError && !looksLikeManifest(text)) return [];
      throw error;
    }
  });
}

function looksLikeManifest(text: string): boolean {
  return ["apiVersion:", "kind:", "metadata:"].every((field) => text.includes(field));
}
