import { posix } from "node:path";
import { isObject } from "../../kubernetes/object.ts";
import { documentsOf } from "../../kustomize/manifest-files.ts";
import { refuse, refuseUnless, ServiceError } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import type { ApplicationSource } from "../application.ts";
import { argoCdRules as rules } from "../rules.ts";

/** A file in a git source. */
interface SourceFile {
  readonly source: ApplicationSource;
  /** From the root of the repository. */
  readonly path: string;
}

/**
 * Where a value file is: `$<ref>/<path>` is from the root of the source with that `ref`; anything else belongs to the chart itself.
 *
 * @returns undefined for a file of the chart
 * @throws ServiceError when no source has that `ref`
 */
export function valueFileIn(sources: readonly ApplicationSource[], file: string): SourceFile | undefined {
  const [, name, path] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
  if (name === undefined || path === undefined) return undefined;
  const source = sources.find(({ ref }) => ref === name);
  refuseUnless(source, rules.valuesReference, `$${name}`);
  return { source, path: posix.normalize(path).replace(/^\/+/, "") };
}

/**
 * The values in a YAML text.
 *
 * @throws ServiceError when it is not a YAML map
 */
export function parseValues(text: string, file: string): JsonObject {
  try {
    const [document = null] = documentsOf(text, file);
    if (document === null) return {};
    if (isObject(document)) return document;
  } catch (error) {
    if (error instanceof ServiceError) refuse(rules.valueFileForm, file, error.message);
    throw error;
  }
  return refuse(rules.valueFileForm, file, "cannot unmarshal into Go value of type map[string]interface {}");
}
