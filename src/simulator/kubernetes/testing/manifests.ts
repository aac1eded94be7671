import type { JsonObject } from "../../world/json.ts";
import type { Manifest, ManifestMeta } from "../object.ts";

/** A ConfigMap, in the namespace `default` unless said otherwise. */
export function configMap(name: string, metadata: Partial<ManifestMeta> = {}, fields: JsonObject = {}): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", ...fields, metadata: { name, ...metadata } };
}

/** A Secret whose data are these texts. */
export function secret(name: string, stringData: Readonly<Record<string, string>>, namespace = "default"): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced?: boolean;
  /** Served versions; the first is the one that objects are stored in. `v1` when left out. */
  readonly versions?: readonly string[];
}

/** A CustomResourceDefinition. */
export function definition({ group, kind, plural, namespaced = true, versions = ["v1"] }: DefinedKind): Manifest {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: namespaced ? "Namespaced" : "Cluster",
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map((name, index) => ({ name, served: true, storage: index === 0 })),
    },
  };
}

/** A Deployment of one container `main` whose pods have the label `app` of its name. */
export function deployment(name: string, spec: JsonObject = {}, podSpec: JsonObject = {}): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: { ...podsOf(name, podSpec), ...spec },
  };
}

/** A StatefulSet of one container `main`. */
export function statefulSet(name: string, spec: JsonObject = {}, podSpec: JsonObject = {}): Manifest {
  return { ...deployment(name, { serviceName: name, ...spec }, podSpec), kind: "StatefulSet" };
}

/** A Pod of one container `main`. */
export function pod(name: string, spec: JsonObject = {}, metadata: Partial<ManifestMeta> = {}): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", ...metadata },
    spec: { containers: [container], ...spec },
  };
}

/** A Service on port 80 of pods with the label `app` of its name. */
export function service(name: string, spec: JsonObject = {}, namespace = "default"): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: "http", port: 80 }], ...spec },
  };
}

const container: JsonObject = { name: "main", image: "example.com/app:1" };

function podsOf(name: string, podSpec: JsonObject): JsonObject {
  return {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container], ...podSpec } },
  };
}
