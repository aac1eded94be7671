import { at, objectAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { type KubernetesObject, type Manifest, ownedBy } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Host } from "./hosts.ts";
import { labels } from "./kinds.ts";

/** Labels of everything that belongs to an installation. */
export function installationLabels(chi: KubernetesObject): Readonly<Record<string, string>> {
  return { [labels.app]: "chop", [labels.installation]: chi.metadata.name };
}

function hostLabels(chi: KubernetesObject, host: Host): Readonly<Record<string, string>> {
  return {
    ...installationLabels(chi),
    [labels.cluster]: host.cluster,
    [labels.shard]: String(host.shard),
    [labels.replica]: String(host.replica),
  };
}

/** What the servers of an installation share: settings, users, and the Service in front of them. */
export function commonObjects(chi: KubernetesObject): readonly Manifest[] {
  const { name, namespace = "" } = chi.metadata;
  const metadata = (own: string) => ({
    name: own,
    namespace,
    labels: installationLabels(chi),
    ownerReferences: [ownedBy(chi)],
  });
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(`chi-${name}-common-configd`),
      data: filesIn(chi, "config.d"),
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(`chi-${name}-common-usersd`),
      data: filesIn(chi, "users.d"),
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(`clickhouse-${name}`),
      spec: { type: "ClusterIP", selector: { ...installationLabels(chi), [labels.ready]: "yes" }, ports: ports() },
    },
  ];
}

/** The files of one folder of the settings, by their names: keys of ConfigMaps have no slashes. */
function filesIn(chi: KubernetesObject, folder: string): Readonly<Record<string, string>> {
  const files = Object.entries(textMapAt(chi.spec, "configuration.files"));
  return Object.fromEntries(
    files
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, text]) => [path.slice(folder.length + 1).replaceAll("/", "-"), text]),
  );
}

/** What a server has for itself: its macros, its StatefulSet of one pod, and the Service that names it. */
export function hostObjects(chi: KubernetesObject, host: Host): readonly Manifest[] {
  const { namespace = "" } = chi.metadata;
  const metadata = { name: host.name, namespace, labels: hostLabels(chi, host), ownerReferences: [ownedBy(chi)] };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: host.name.replace(/^chi-/, "chi-deploy-confd-") },
      data: { "chop-generated-macros.xml": `<replica>${host.name}</replica>` },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { type: "ClusterIP", selector: hostLabels(chi, host), ports: ports() },
    },
    statefulSet(chi, host, metadata),
  ];
}

function ports(): readonly JsonObject[] {
  return [
    { name: "http", port: 8123, targetPort: "http", protocol: "TCP" },
    { name: "tcp", port: 9000, targetPort: "tcp", protocol: "TCP" },
    { name: "interserver", port: 9009, targetPort: "interserver", protocol: "TCP" },
  ];
}

function statefulSet(chi: KubernetesObject, host: Host, metadata: Manifest["metadata"]): Manifest {
  const selector = hostLabels(chi, host);
  const template = templateOf(chi, "podTemplates", podTemplateName(chi, host));
  const claims = objectsAt(chi.spec, "templates.volumeClaimTemplates").filter((claim) => isMounted(template, claim));
  const podSpec = objectAt(template, "spec");
  const configuration = { name: "chi-common-configd", configMap: { name: `chi-${chi.metadata.name}-common-configd` } };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      replicas: 1,
      serviceName: host.name,
      selector: { matchLabels: selector },
      template: {
        metadata: {
          // The operator takes the label away while it changes the server.
          labels: { ...textMapAt(template, "metadata.labels"), ...selector, [labels.ready]: "yes" },
          annotations: textMapAt(template, "metadata.annotations"),
        },
        spec: { ...podSpec, volumes: [...objectsAt(podSpec, "volumes"), configuration] },
      },
      volumeClaimTemplates: claims.map((claim) => ({
        metadata: {
          name: textAt(claim, "name"),
          labels: { ...selector, [labels.reclaimPolicy]: textAt(claim, "reclaimPolicy") || "Delete" },
        },
        spec: at(claim, "spec"),
      })),
    },
  };
}

/** The template that the replica names, else its shard, its cluster, or the installation as its default. */
function podTemplateName(chi: KubernetesObject, host: Host): string {
  const cluster = objectsAt(chi.spec, "configuration.clusters").find((entry) => textAt(entry, "name") === host.cluster);
  const shard = objectsAt(cluster, "layout.shards")[host.shard];
  const replica = objectsAt(shard, "replicas")[host.replica];
  const named = [replica, shard, cluster]
    .map((one) => textAt(one, "templates.podTemplate"))
    .find((name) => name !== "");
  return named ?? textAt(chi.spec, "defaults.templates.podTemplate");
}

/** A template of the installation; without one the operator takes the newest server image. */
function templateOf(chi: KubernetesObject, list: string, name: string): JsonObject {
  const found = objectsAt(chi.spec, `templates.${list}`).find((template) => textAt(template, "name") === name);
  const plain = { spec: { containers: [{ name: "clickhouse", image: "clickhouse/clickhouse-server:latest" }] } };
  return found ?? plain;
}

function isMounted(template: JsonObject, claim: JsonObject): boolean {
  const mounts = objectsAt(template, "spec.containers").flatMap((container) => objectsAt(container, "volumeMounts"));
  return mounts.some((mount) => textAt(mount, "name") === textAt(claim, "name"));
}
