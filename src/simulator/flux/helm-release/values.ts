import { withSetValue } from "../../helm/set-values.ts";
import { joinValues } from "../../helm/values.ts";
import type { KubernetesApi } from "../../kubernetes/api.ts";
import { flagAt, objectAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject } from "../../kubernetes/object.ts";
import { documentsOf } from "../../kustomize/manifest-files.ts";
import { refuse, refuseUnless, ServiceError } from "../../rule.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import { fluxRules as rules } from "../rules.ts";

/**
 * The values of a release: those of `valuesFrom` in their order, then the inline ones.
 *
 * @throws ServiceError in Flux's words when an object or key is missing that is not optional
 */
export function releaseValues(api: KubernetesApi, release: KubernetesObject): JsonObject {
  const { namespace = "" } = release.metadata;
  const references = objectsAt(release.spec, "valuesFrom");
  const below = references.reduce<JsonObject>((values, one) => withReference(api, namespace, values, one), {});
  return joinValues(below, objectAt(release.spec, "values"));
}

function withReference(api: KubernetesApi, namespace: string, values: JsonObject, reference: JsonObject): JsonObject {
  const [kind, name] = [textAt(reference, "kind"), textAt(reference, "name")];
  const valuesKey = textAt(reference, "valuesKey") || "values.yaml";
  const key = `${namespace}/${name}`;
  const optional = flagAt(reference, "optional");
  const object = api.find(`/${kind}`, name, namespace);
  if (!object && optional) return values;
  refuseUnless(object, rules.valuesMissing, kind, key, valuesKey);
  const held = textMapAt(object as Json, "data")[valuesKey];
  if (held === undefined && optional) return values;
  refuseUnless(held !== undefined, rules.valuesKeyMissing, kind, key, valuesKey);
  const text = kind === "Secret" ? Buffer.from(held, "base64").toString("utf8") : held;
  const target = textAt(reference, "targetPath");
  if (target !== "") return withTarget(values, target, text);
  return joinValues(values, parsed(text, kind, key, valuesKey));
}

/** Values with one set by path as `helm --set` does; what stands in quotes stays a text. Source: fluxcd/pkg chartutil/values.go. */
function withTarget(values: JsonObject, path: string, text: string): JsonObject {
  const isQuoted = /^(["']).*\1$/s.test(text);
  return isQuoted
    ? withSetValue(values, path, text.replace(/^["']+|["']+$/g, ""), "string")
    : withSetValue(values, path, text, "auto");
}

function parsed(text: string, kind: string, key: string, valuesKey: string): JsonObject {
  try {
    const [document = null] = documentsOf(text, valuesKey);
    if (document === null) return {};
    if (isObject(document)) return document;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
  return refuse(rules.valuesForm, kind, key, valuesKey);
}
