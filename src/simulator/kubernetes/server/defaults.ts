import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { at, objectsAt, textAt } from "../fields.ts";
import { definitions, type Kind } from "../kinds.ts";
import { isObject, type KubernetesObject } from "../object.ts";
import { admitClaim, admitStorageClass, admitVolume, readmitClaim } from "../storage/storage-admission.ts";
import { admitPod } from "../workloads/pods/pod-admission.ts";
import { admitService } from "../workloads/service-admission.ts";
import { withCustomDefaults } from "./custom-defaults.ts";
import { cleanupFinalizer, establish } from "./definitions.ts";

/** What the server sets in an object; `present` is the object before a change. */
type Filling = (object: KubernetesObject, cluster: Cluster, present?: KubernetesObject) => KubernetesObject;

const namespaceFinalizers = ["kubernetes"];

const fillings: Readonly<Record<string, Filling>> = {
  "/Namespace": filledNamespace,
  "/Secret": (secret) => ({ ...withEncodedText(secret), type: secret.type ?? "Opaque" }),
  "/Pod": (pod, cluster, present) => (present ? pod : admitPod(pod, cluster)),
  "/Service": (service, cluster, present) => {
    // Who takes an address away is refused, not given another.
    if (textAt(present, "spec.clusterIP") !== "" && at(service, "spec.clusterIP") === "") return service;
    return admitService(withGivenPlaces(service, present), cluster);
  },
  "/PersistentVolumeClaim": (claim, cluster, present) =>
    present ? readmitClaim(claim, present, cluster) : admitClaim(claim, cluster),
  "/PersistentVolume": (volume, _cluster, present) => (present ? volume : admitVolume(volume)),
  "storage.k8s.io/StorageClass": admitStorageClass,
  [definitions]: (definition, cluster, present) => {
    const { finalizers = [] } = definition.metadata;
    const held = { ...definition.metadata, finalizers: [...new Set([...finalizers, cleanupFinalizer])] };
    return establish(cluster, present ? definition : { ...definition, status: {}, metadata: held });
  },
};

/** An object with what the server sets in it; the same object where that is nothing. */
export function filled(
  cluster: Cluster,
  { group, kind }: Kind,
  object: KubernetesObject,
  present?: KubernetesObject,
): KubernetesObject {
  const key = `${group}/${kind}`;
  return fillings[key]?.(object, cluster, present) ?? withCustomDefaults(key, object);
}

function filledNamespace(namespace: KubernetesObject, _cluster: Cluster, present?: KubernetesObject): KubernetesObject {
  const { labels, ...metadata } = namespace.metadata;
  const finalizers = namespace.spec?.finalizers ?? present?.spec?.finalizers ?? namespaceFinalizers;
  return {
    ...namespace,
    metadata: { ...metadata, labels: { ...labels, "kubernetes.io/metadata.name": metadata.name } },
    spec: { ...namespace.spec, finalizers },
    status: present ? (namespace.status ?? {}) : { phase: "Active" },
  };
}

/** `stringData` is only written: it ends in `data`, in Base64. */
function withEncodedText(secret: KubernetesObject): KubernetesObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return rest;
  const encoded: JsonObject = Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString("base64")]),
  );
  return { ...rest, data: { ...(isObject(secret.data) ? secret.data : {}), ...encoded } };
}

/** A changed Service keeps the address and the ports of nodes that it was given, where it asks for no others. */
function withGivenPlaces(service: KubernetesObject, present: KubernetesObject | undefined): KubernetesObject {
  const clusterIP = at(present, "spec.clusterIP");
  if (clusterIP === undefined || textAt(service, "spec.type") === "ExternalName") return service;
  const before = objectsAt(present, "spec.ports");
  const ports = objectsAt(service, "spec.ports").map((port) => {
    const nodePort = before.find((other) => other.port === port.port && isSameProtocol(other, port))?.nodePort;
    return nodePort === undefined || textAt(service, "spec.type") === "ClusterIP" ? port : { nodePort, ...port };
  });
  return { ...service, spec: { clusterIP, ...service.spec, ...(ports.length > 0 ? { ports } : {}) } };
}

function isSameProtocol(one: JsonObject, other: JsonObject): boolean {
  return (one.protocol ?? "TCP") === (other.protocol ?? "TCP");
}
