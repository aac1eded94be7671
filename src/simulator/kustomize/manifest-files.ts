import { parseAllDocuments } from "yaml";
import { isObject, type Manifest } from "../kubernetes/object.ts";
import { refuse, refuseUnless } from "../rule.ts";
import type { Json } from "../world/json.ts";
import { kustomizeRules as rules } from "./rules.ts";

/**
 * The objects of a YAML or JSON file, in their order; the items of a `List` one by one.
 *
 * @throws ServiceError when the text is not YAML, or a document in it is no Kubernetes object
 */
export function parseManifests(text: string, file: string): Manifest[] {
  return documentsOf(text, file).flatMap((document) => {
    if (document === null) return [];
    if (isObject(document) && document.kind === "List" && Array.isArray(document.items)) {
      return document.items.map((item: Json) => asManifest(item, file));
    }
    return [asManifest(document, file)];
  });
}

/** The documents of a YAML text as plain data; an empty document is null. */
export function documentsOf(text: string, file: string): Json[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = document.errors;
    if (problem) refuse(rules.invalidManifest, file, `MalformedYAMLError: yaml: ${problem.message.split("\n")[0]}`);
    return (document.toJS() ?? null) as Json;
  });
}

function asManifest(document: Json, file: string): Manifest {
  refuseUnless(isObject(document), rules.invalidManifest, file, "Object 'Kind' is missing");
  const { apiVersion, kind, metadata } = document;
  refuseUnless(typeof kind === "string" && kind !== "", rules.invalidManifest, file, "Object 'Kind' is missing");
  const hasVersion = typeof apiVersion === "string" && apiVersion !== "";
  refuseUnless(hasVersion, rules.invalidManifest, file, "Object 'apiVersion' is missing");
  const name = isObject(metadata) ? (metadata.name ?? metadata.generateName) : undefined;
  const named = typeof name === "string" && name !== "";
  refuseUnless(named, rules.invalidManifest, file, `missing metadata.name in object {${apiVersion} ${kind}}`);
  return document as Manifest;
}
