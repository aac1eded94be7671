import { blocks, text } from "../../planning/input.ts";
import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import { providerTables } from "../../planning/tables.ts";
import { typeTables } from "../../planning/type-tables.ts";
import type { Values } from "../../planning/values.ts";
import { refuseUnless, ServiceError } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import type { Request } from "../connection/cluster-client.ts";
import { timed } from "../connection/timed.ts";
import { builtInKinds, findKind } from "../kinds.ts";
import { groupOf, type KubernetesObject, kindKey, type Manifest, versionOf } from "../object.ts";
import { changesOf } from "./kind-changes.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { metadataOf, metadataValues } from "./object-metadata.ts";
import { providerRules as rules } from "./provider-rules.ts";
import { threeWayMerge } from "./three-way-merge.ts";
import { timeoutOf } from "./timeouts.ts";
import { fieldsOf } from "./to-object.ts";
import { valuesOf } from "./to-values.ts";
import type { TypedKind } from "./typed-kinds.ts";
import { waitAfterWrite } from "./waits.ts";
import { inServerWords, passedOn } from "./words.ts";

/** The type of one kind under one of its names. */
export function typedResource(type: string, kind: TypedKind): ResourceType<KubernetesClient> {
  const { schema, behaviour } = providerTables("kubernetes");
  const block = schema.resource_schemas[type]?.block ?? {};
  const tables = typeTables(block, behaviour.resources?.[type] ?? {});
  const changes = changesOf(kind);
  const key = kindKey(kind);

  const manifestOf = (client: KubernetesClient, values: Values): Manifest => {
    const { apiVersion, kind: name, namespaced } = kind;
    const general = fieldsOf(block, values);
    const fields = { ...general, ...changes.fields?.(values, general) };
    return { ...fields, apiVersion, kind: name, metadata: metadataOf(client, values, namespaced) };
  };

  const stateOf = (client: KubernetesClient, object: KubernetesObject, before: Values, isImport = false): Values => {
    const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = object;
    const general = valuesOf({ tables, isImport }, block, fields, before);
    return {
      ...general,
      ...changes.values?.(object, before, general),
      id: idOf(object.metadata),
      metadata: [metadataValues(client, object, before)],
    };
  };

  const connect = (client: KubernetesClient, verb: Request["verb"], values: Values): KubernetesApi => {
    const [metadata = {}] = blocks(values, "metadata");
    const [namespace, name] = placeIn(values, kind.namespaced);
    return client.connect({
      verb,
      path: pathOf(kind, namespace || text(metadata, "namespace"), verb === "Post" ? "" : name),
    });
  };

  return {
    type,
    label: kind.kind,
    plan: (call) => changes.plan?.(call),
    create: (call) =>
      inServerWords(() => {
        const { client, input } = call;
        const api = connect(client, "Post", input);
        const object = api.create(manifestOf(client, input));
        const find = (): KubernetesObject => api.find(key, object.metadata.name, object.metadata.namespace) ?? object;
        try {
          const timeout = timeoutOf("kubernetes", type, input, "create");
          timed(call, api, () => waitAfterWrite({ client, api, object, input, timeout }));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          throw new CreatedWithError(stateOf(client, find(), input), passedOn(error));
        }
        return stateOf(client, find(), input);
      }),
    read: ({ client, state }) =>
      inServerWords(() => {
        const [namespace, name] = placeIn(state, kind.namespaced);
        const object = connect(client, "Get", state).find(key, name, namespace);
        return object ? stateOf(client, object, state, blocks(state, "metadata").length === 0) : null;
      }),
    update: (call) =>
      inServerWords(() => {
        const { client, input, state } = call;
        const api = connect(client, "Patch", state);
        const [namespace, name] = placeIn(state, kind.namespaced);
        const present = api.find(key, name, namespace);
        refuseUnless(present, rules.notFound, resourceOf(api, kind), name);
        const sent = manifestOf(client, state);
        const after = manifestOf(client, { ...input, ...changes.unsent?.(state, call) });
        // What the state does not hold, such as write-only data, is replaced as a whole.
        const before = sent.data === undefined && after.data !== undefined ? { ...sent, data: present.data } : sent;
        const object = api.update(threeWayMerge(before, { ...after, metadata: { ...after.metadata, name } }, present));
        const timeout = timeoutOf("kubernetes", type, input, "update");
        timed(call, api, () => waitAfterWrite({ client, api, object, input, timeout }));
        return stateOf(client, api.find(key, name, namespace) ?? object, input);
      }),
    delete: (call) =>
      inServerWords(() => {
        const { client, state } = call;
        const api = connect(client, "Delete", state);
        const [namespace, name] = placeIn(state, kind.namespaced);
        const find = (): KubernetesObject | undefined => api.find(key, name, namespace);
        const present = find();
        if (!present) return;
        api.delete(present);
        if (!kind.waitsForDeletion) return client.settle(api);
        const timeout = timeoutOf("kubernetes", type, state, "delete");
        timed(call, api, () => client.wait(api, { seconds: timeout.seconds, until: () => find() === undefined }));
        const last = kind.kind === "Namespace" ? "Terminating" : "Deleting";
        refuseUnless(find() === undefined, rules.deletion, last, timeout.text);
      }),
    import: (_call, id) => (kind.namespaced !== id.includes("/") ? null : { id }),
  };
}

/** `<namespace>/<name>`, or the name of what has no namespace. */
function idOf({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Namespace and name from an object's id. */
function placeIn(values: Values, namespaced: boolean): readonly [string, string] {
  const id = text(values, "id");
  const slash = id.indexOf("/");
  return namespaced ? [id.slice(0, Math.max(0, slash)), id.slice(slash + 1)] : ["", id];
}

/** The path of a request, as messages show it. */
export function pathOf(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  namespace: string,
  name: string,
): string {
  const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
  const plural =
    builtInKinds.find((known) => known.group === group && known.kind === kind)?.plural ?? kind.toLowerCase();
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const place = namespace === "" ? "" : `/namespaces/${namespace}`;
  return `${root}${place}/${plural}${name === "" ? "" : `/${name}`}`;
}

function resourceOf({ cluster }: KubernetesApi, { apiVersion, kind }: TypedKind): string {
  const found = findKind(cluster, groupOf(apiVersion), kind);
  return found && found.group !== "" ? `${found.plural}.${found.group}` : (found?.plural ?? kind.toLowerCase());
}
