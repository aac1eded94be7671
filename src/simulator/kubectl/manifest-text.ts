import { parseAllDocuments, stringify } from "yaml";
import { textAt } from "../kubernetes/fields.ts";
import { groupOf, isObject, type Manifest } from "../kubernetes/object.ts";
import { refuse, refuseIf, refuseUnless } from "../rule.ts";
import type { Json, JsonObject } from "../world/json.ts";
import { kubectlRules as rules } from "./rules.ts";

/**
 * The object that a YAML text describes.
 *
 * @throws ServiceError when it is no object, or more than one
 */
export function parseManifest(text: string, namespace = ""): Manifest {
  const documents = parsedDocuments(text).filter((document) => document !== null);
  refuseIf(documents.length > 1, rules.severalDocuments, documents.length);
  const [manifest] = documents;
  refuseUnless(isObject(manifest), rules.yamlInvalid, "the document is no object");
  for (const path of ["apiVersion", "kind", "metadata.name"]) {
    refuseIf(textAt(manifest, path) === "", rules.yamlInvalid, `${path} is missing`);
  }
  const { metadata } = manifest as Manifest;
  return { ...(manifest as Manifest), metadata: { ...metadata, ...(namespace === "" ? {} : { namespace }) } };
}

function parsedDocuments(text: string): readonly Json[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) refuse(rules.yamlInvalid, `yaml: line ${error.linePos?.[0].line ?? 1}: ${error.code}`);
    return (document.toJS() ?? null) as Json;
  });
}

/** The path that the provider takes for the id of an object. */
export function selfLink({ apiVersion, kind, metadata }: Manifest): string {
  const root = groupOf(apiVersion) === "" ? "/api" : "/apis";
  const place = metadata.namespace ? `/namespaces/${metadata.namespace}` : "";
  const lower = kind.toLowerCase();
  return `${root}/${apiVersion}${place}/${lower}${lower.endsWith("s") ? "es" : "s"}/${metadata.name}`;
}

/** A manifest as YAML with sorted keys. */
export function sortedYaml(value: Json): string {
  return stringify(value, { sortMapEntries: true });
}

/** A manifest with the values at some paths hidden. */
export function withHidden(manifest: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((shown, path) => hidden(shown, path.split(".")), manifest);
}

function hidden(value: JsonObject, [step = "", ...rest]: readonly string[]): JsonObject {
  const part = value[step];
  if (part === undefined) return value;
  if (rest.length === 0) return { ...value, [step]: "(sensitive value)" };
  return isObject(part) ? { ...value, [step]: hidden(part, rest) } : value;
}
