import { blocks, text } from "../../planning/input.ts";
import { isRecord, type Values } from "../../planning/values.ts";
import type { KubernetesObject, ManifestMeta } from "../object.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { textMap } from "./to-object.ts";

/** Characters that the server makes names of. Source: apimachinery pkg/util/rand. */
const nameCharacters = "bcdfghjklmnpqrstvwxz2456789";

/** The metadata of a planned object. One without a name gets one that begins as the configuration says. */
export function metadataOf({ world }: KubernetesClient, values: Values, namespaced: boolean): ManifestMeta {
  const [metadata = {}] = blocks(values, "metadata");
  const namespace = namespaced ? text(metadata, "namespace") || "default" : undefined;
  const base = text(metadata, "generate_name");
  const drawn = () => world.ids.text(5, nameCharacters, "kubernetes/generated-name", [namespace ?? "", base]);
  return {
    name: text(metadata, "name") || `${base.slice(0, 58)}${drawn()}`,
    ...(namespace === undefined ? {} : { namespace }),
    ...(isRecord(metadata.labels) ? { labels: textMap(metadata.labels) } : {}),
    ...(isRecord(metadata.annotations) ? { annotations: textMap(metadata.annotations) } : {}),
  };
}

/** The block `metadata` of a live object, without keys that the provider does not show. */
export function metadataValues(client: KubernetesClient, { metadata }: KubernetesObject, before: Values): Values {
  const [old = {}] = blocks(before, "metadata");
  const { name, namespace, labels, annotations, uid, resourceVersion, generation } = metadata;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    generate_name: old.generate_name ?? null,
    labels: shown(labels, old.labels, client.ignoredLabels),
    annotations: shown(annotations, old.annotations, client.ignoredAnnotations),
    uid,
    resource_version: resourceVersion,
    generation,
  };
}

/** Hosts below `kubernetes.io` whose keys people set themselves. Source: provider, kubernetes/structures.go. */
const openHosts: ReadonlySet<string> = new Set(["app.kubernetes.io", "service.beta.kubernetes.io"]);

function shown(
  live: Readonly<Record<string, string>> | undefined,
  configured: Values[string] | undefined,
  ignored: readonly RegExp[],
): Values | null {
  const own = isRecord(configured) ? configured : {};
  const entries = Object.entries(live ?? {}).filter(
    ([key]) => key in own || (!isInternal(key) && !ignored.some((form) => form.test(key))),
  );
  return entries.length === 0 && !isRecord(configured) ? null : Object.fromEntries(entries);
}

function isInternal(key: string): boolean {
  const [host = ""] = key.split("/");
  return key.includes("/") && host.endsWith("kubernetes.io") && !openHosts.has(host);
}
