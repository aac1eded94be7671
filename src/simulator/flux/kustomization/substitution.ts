import type { KubernetesApi } from "../../kubernetes/api.ts";
import { flagAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import { refuseIf } from "../../rule.ts";
import type { Json } from "../../world/json.ts";
import { fluxRules as rules } from "../rules.ts";

/**
 * The variables of `postBuild`: those of ConfigMaps and Secrets first, then inline ones.
 *
 * @throws ServiceError when an object is missing that is not optional
 */
export function variablesOf(api: KubernetesApi, kustomization: KubernetesObject): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const { namespace = "" } = kustomization.metadata;
  for (const reference of objectsAt(kustomization.spec, "postBuild.substituteFrom")) {
    const [kind, name] = [textAt(reference, "kind"), textAt(reference, "name")];
    const object = api.find(`/${kind}`, name, namespace);
    refuseIf(!object && !flagAt(reference, "optional"), rules.substitution, kind, name);
    for (const [key, text] of Object.entries(textMapAt(object as Json | undefined, "data"))) {
      variables.set(key, kind === "Secret" ? Buffer.from(text, "base64").toString("utf8") : text);
    }
  }
  for (const [key, text] of Object.entries(textMapAt(kustomization.spec, "postBuild.substitute")))
    variables.set(key, text);
  return variables;
}

/** An object with `${name}`, `${name:=default}` and `${name:-default}` in its texts replaced; unknown names become empty. */
export function substituted(manifest: Manifest, variables: ReadonlyMap<string, string>): Manifest {
  const marked = manifest.metadata.annotations?.["kustomize.toolkit.fluxcd.io/substitute"];
  if (marked === "disabled" || manifest.metadata.labels?.["kustomize.toolkit.fluxcd.io/substitute"] === "disabled") {
    return manifest;
  }
  return replaceIn(manifest as Json, variables) as Manifest;
}

function replaceIn(value: Json, variables: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return replaceText(value, variables);
  if (Array.isArray(value)) return value.map((member: Json) => replaceIn(member, variables));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      member === undefined ? undefined : replaceIn(member, variables),
    ]),
  );
}

function replaceText(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\{([A-Za-z_]\w*)(?::?[=-]([^}]*))?\}/g, (whole, name?: string, fallback?: string) =>
    name === undefined ? (whole === "$$" ? "$" : whole) : (variables.get(name) ?? fallback ?? ""),
  );
}
