import type { Json } from "../../world/json.ts";
import type { Kind } from "../kinds.ts";
import { isObject, type KubernetesObject, versionOf } from "../object.ts";
import { requestRules as rules } from "../rules/request-rules.ts";
import { refuse } from "./kubernetes-error.ts";

/**
 * Makes sure that the specification of an object is an object or left out, before anybody reads it.
 *
 * @throws KubernetesError by the decoder for kinds of Kubernetes itself, by the definition for others
 */
export function checkSpecForm(
  { kind, group, custom }: Kind,
  { apiVersion, metadata, ...object }: KubernetesObject,
): void {
  const spec: Json | undefined = object.spec;
  if (spec === undefined || spec === null || isObject(spec)) return;
  if (custom) refuse(rules.specForm, `${kind}.${group}`, metadata.name, Array.isArray(spec) ? "array" : typeof spec);
  refuse(rules.specUnreadable, kind, versionOf(apiVersion), goTypeOf(spec));
}

/** What Go's decoder calls a value of JSON that is no object. */
function goTypeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
