import { blocks, flag, text } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import { isRecord, type Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import { objectAt } from "../fields.ts";
import { findKind, resourceName } from "../kinds.ts";
import { groupOf, type KubernetesObject, kindKey } from "../object.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { providerRules as rules } from "./provider-rules.ts";
import { textMap } from "./to-object.ts";
import { inServerWords } from "./words.ts";

/** A type that manages some keys of an object that somebody else made. */
interface PartialType {
  readonly type: string;
  readonly label: string;
  /** Attribute that holds the keys. */
  readonly attribute: "annotations" | "data" | "labels";
  /** Where the keys are in the object. */
  readonly path: "data" | "metadata.annotations" | "metadata.labels";
}

const types: readonly PartialType[] = [
  { type: "kubernetes_annotations", label: "annotations", attribute: "annotations", path: "metadata.annotations" },
  { type: "kubernetes_labels", label: "labels", attribute: "labels", path: "metadata.labels" },
  { type: "kubernetes_config_map_v1_data", label: "ConfigMap data", attribute: "data", path: "data" },
];

/** Types that add keys to objects of others. */
export const partialResources: readonly ResourceType<KubernetesClient>[] = types.map(partialResource);

function partialResource({ type, label, attribute, path }: PartialType): ResourceType<KubernetesClient> {
  const write = (client: KubernetesClient, input: Values, before: Values): Values => {
    const api = client.connect(undefined, text(input, "field_manager") || client.settings.fieldManager);
    const object = objectOf(api, type, input);
    const keys = keysOf(input, attribute);
    const foreign = foreignKeys(object, api.fieldManager, path).filter(
      (key) => key in keys && !(key in keysOf(before, attribute)),
    );
    const conflicting = foreign.filter((key) => objectAt(object, path)[key] !== keys[key]);
    refuseIf(conflicting.length > 0 && !flag(input, "force"), rules.fieldConflict, conflicting.join(", "));
    api.patch(object, patchOf(path, { ...removed(keysOf(before, attribute)), ...keys }));
    client.settle(api);
    return { id: idOf(type, input) };
  };
  return {
    type,
    label,
    create: ({ client, input }) => inServerWords(() => write(client, input, {})),
    update: ({ client, input, state }) => inServerWords(() => write(client, input, state)),
    read: ({ client, state }) =>
      inServerWords(() => {
        const api = client.connect();
        const object = found(api, type, state);
        if (!object) return null;
        const live = objectAt(object, path);
        const kept = Object.keys(keysOf(state, attribute)).filter((key) => typeof live[key] === "string");
        return { ...state, [attribute]: Object.fromEntries(kept.map((key) => [key, String(live[key])])) };
      }),
    delete: ({ client, state }) =>
      inServerWords(() => {
        const api = client.connect();
        const object = found(api, type, state);
        if (object) api.patch(object, patchOf(path, removed(keysOf(state, attribute))));
        client.settle(api);
      }),
  };
}

function keysOf(values: Values, attribute: string): Readonly<Record<string, string>> {
  const keys = values[attribute];
  return isRecord(keys) ? textMap(keys) : {};
}

function removed(keys: Readonly<Record<string, string>>): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, null]));
}

function patchOf(path: PartialType["path"], keys: Readonly<Record<string, string | null>>) {
  const [first = "", second] = path.split(".");
  return { [first]: second === undefined ? keys : { [second]: keys } };
}

/** Keys that are in the object and were not written by this manager. */
function foreignKeys(object: KubernetesObject, manager: string, path: string): readonly string[] {
  const own = (object.metadata.managedFields ?? [])
    .filter((entry) => entry.manager === manager)
    .flatMap(({ paths }) => paths);
  return Object.keys(objectAt(object, path)).filter((key) => !own.includes(`.${path}.${key}`));
}

function referenceOf(type: string, values: Values) {
  const [metadata = {}] = blocks(values, "metadata");
  const isConfigMap = type === "kubernetes_config_map_v1_data";
  return {
    apiVersion: isConfigMap ? "v1" : text(values, "api_version"),
    kind: isConfigMap ? "ConfigMap" : text(values, "kind"),
    name: text(metadata, "name"),
    namespace: text(metadata, "namespace"),
  };
}

function found(api: KubernetesApi, type: string, values: Values): KubernetesObject | undefined {
  const { name, namespace, ...kind } = referenceOf(type, values);
  return api.find(kindKey(kind), name, namespace || "default");
}

function objectOf(api: KubernetesApi, type: string, values: Values): KubernetesObject {
  const { apiVersion, kind, name } = referenceOf(type, values);
  const served = findKind(api.cluster, groupOf(apiVersion), kind);
  refuseUnless(served, rules.manifestKind, kind, groupOf(apiVersion));
  const object = found(api, type, values);
  refuseUnless(object, rules.notFound, resourceName(served), name);
  return object;
}

function idOf(type: string, values: Values): string {
  const { apiVersion, kind, name, namespace } = referenceOf(type, values);
  if (type === "kubernetes_config_map_v1_data") return `${namespace || "default"}/${name}`;
  return `apiVersion=${apiVersion},kind=${kind},name=${name}${namespace === "" ? "" : `,namespace=${namespace}`}`;
}
