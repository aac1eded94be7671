import { createHash } from "node:crypto";
import { blocks, text } from "../../planning/input.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import { providerTables } from "../../planning/tables.ts";
import { typeTables } from "../../planning/type-tables.ts";
import type { Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import { textAt } from "../fields.ts";
import { findKind, resourceName, servedKind } from "../kinds.ts";
import { groupOf, type KubernetesObject, kindKey } from "../object.ts";
import { closeDynamic } from "./dynamic.ts";
import { changesOf } from "./kind-changes.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { metadataValues } from "./object-metadata.ts";
import { providerRules as rules } from "./provider-rules.ts";
import { valuesOf } from "./to-values.ts";
import { type TypedKind, typedKinds } from "./typed-kinds.ts";
import { pathOf } from "./typed-resource.ts";
import { inServerWords } from "./words.ts";

/** Kinds that may be looked up by name. */
const readable = ["config_map", "namespace", "secret", "service", "storage_class"];

/** Every data source of the provider that is simulated. */
export function dataSources(): readonly DataSource<KubernetesClient>[] {
  const typed = typedKinds.filter(({ type }) => readable.includes(type));
  return [
    ...typed.flatMap((kind) => [byName(`kubernetes_${kind.type}`, kind), byName(`kubernetes_${kind.type}_v1`, kind)]),
    allNamespaces,
    anyObject,
    anyObjects,
    serverVersion,
  ];
}

function byName(type: string, kind: TypedKind): DataSource<KubernetesClient> {
  const { schema, behaviour } = providerTables("kubernetes");
  // The resource of the kind has the blocks that the data source shows as computed lists.
  const resource = `kubernetes_${kind.type}_v1`;
  const block = schema.resource_schemas[resource]?.block ?? {};
  const tables = typeTables(block, behaviour.resources?.[resource] ?? {});
  return {
    type,
    read: ({ client }, config) =>
      inServerWords(() => {
        const [metadata = {}] = blocks(config, "metadata");
        const name = text(metadata, "name");
        const namespace = kind.namespaced ? text(metadata, "namespace") || "default" : "";
        const api = client.connect({ verb: "Get", path: pathOf(kind, namespace, name) });
        const object = api.find(kindKey(kind), name, namespace);
        refuseUnless(object, rules.notFound, resourceOf(api, kind), name);
        const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = object;
        const general = valuesOf({ tables, isImport: true }, block, fields, {});
        return {
          ...general,
          ...changesOf(kind).values?.(object, config, general),
          ...(kind.kind === "Namespace" ? { spec: [{ finalizers: ["kubernetes"] }] } : {}),
          id: namespace === "" ? name : `${namespace}/${name}`,
          metadata: [{ ...metadata, ...metadataValues(client, object, config) }],
        };
      }),
  };
}

const allNamespaces: DataSource<KubernetesClient> = {
  type: "kubernetes_all_namespaces",
  read: ({ client }) =>
    inServerWords(() => {
      const api = client.connect({ verb: "Get", path: "/api/v1/namespaces" });
      const namespaces = api.list("/Namespace").map(({ metadata }) => metadata.name);
      return { namespaces, id: createHash("sha256").update(namespaces.join("")).digest("hex") };
    }),
};

const anyObject: DataSource<KubernetesClient> = {
  type: "kubernetes_resource",
  read: ({ client }, config) =>
    inServerWords(() => {
      const [metadata = {}] = blocks(config, "metadata");
      const { api, kind } = lookUp(client, config);
      const name = text(metadata, "name");
      const object = api.find(kind, name, text(metadata, "namespace") || "default");
      refuseUnless(object, rules.notFound, kind.replace(/^\//, ""), name);
      return { object: closeDynamic(object) };
    }),
};

const anyObjects: DataSource<KubernetesClient> = {
  type: "kubernetes_resources",
  read: ({ client }, config) =>
    inServerWords(() => {
      const { api, kind } = lookUp(client, config);
      const namespace = text(config, "namespace");
      const found = api
        .list(kind, { ...(namespace === "" ? {} : { namespace }), labels: labelsOf(text(config, "label_selector")) })
        .filter((object) => matchesFields(object, text(config, "field_selector")));
      const limit = typeof config.limit === "number" && config.limit > 0 ? config.limit : found.length;
      return { objects: closeDynamic(found.slice(0, limit)) };
    }),
};

/** `a=b,c==d`; other operators of selectors are not simulated. */
function labelsOf(selector: string): Readonly<Record<string, string>> {
  return Object.fromEntries(pairsOf(selector));
}

function matchesFields(object: KubernetesObject, selector: string): boolean {
  return pairsOf(selector).every(([path, value]) => textAt(object, path) === value);
}

function pairsOf(selector: string): readonly (readonly [string, string])[] {
  return selector
    .split(",")
    .filter((part) => part.includes("="))
    .map((part) => {
      const [key = "", value = ""] = part.split(/==?/);
      return [key.trim(), value.trim()];
    });
}

function lookUp(client: KubernetesClient, config: Values): { readonly api: KubernetesApi; readonly kind: string } {
  const api = client.connect();
  const asked = { apiVersion: text(config, "api_version"), kind: text(config, "kind") };
  refuseUnless(servedKind(api.cluster, asked), rules.manifestKind, asked.kind, groupOf(asked.apiVersion));
  return { api, kind: kindKey(asked) };
}

const serverVersion: DataSource<KubernetesClient> = {
  type: "kubernetes_server_version",
  read: ({ client }) =>
    inServerWords(() => {
      const { cluster } = client.connect();
      return versionValues(cluster.eks?.version ?? "1.35");
    }),
};

/** What an EKS server says of its version; commit and build date are those of no real build. */
export function versionValues(minor: string): Values {
  const [major = "1", number = "35"] = minor.split(".");
  const version = `${minor}.0`;
  return {
    id: version,
    version,
    major,
    minor: number,
    git_version: `v${version}-eks-simulated`,
    git_commit: createHash("sha1").update(version).digest("hex"),
    git_tree_state: "clean",
    build_date: "2026-01-01T00:00:00Z",
    go_version: "go1.25",
    compiler: "gc",
    platform: "linux/amd64",
  };
}

function resourceOf({ cluster }: KubernetesApi, { apiVersion, kind }: TypedKind): string {
  const found = findKind(cluster, groupOf(apiVersion), kind);
  return found ? resourceName(found) : kind.toLowerCase();
}
