import type { Json, JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { textAt } from "../fields.ts";
import { isObject, type KubernetesObject, kindKey, type Manifest } from "../object.ts";

/** The live object that a manifest stands for. */
export function find(api: KubernetesApi, object: Manifest): KubernetesObject | undefined {
  return api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "default");
}

/** A value that names a kind and an object; undefined for another. */
export function identityOf(value: Json): Manifest | undefined {
  const named = textAt(value, "kind") !== "" && textAt(value, "metadata.name") !== "";
  return isObject(value) && named ? (value as Manifest) : undefined;
}

/** How messages name an object. */
export function nameOf(object: Manifest | undefined): string {
  const { name = "", namespace } = object?.metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The object without what only the server has to do with. */
export function shown(object: KubernetesObject): JsonObject {
  const { status: _status, metadata, ...rest } = object;
  const { name, namespace, labels, annotations } = metadata;
  return {
    ...rest,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
  };
}
