import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { textAt } from "../fields.ts";
import { definitions, type Kind } from "../kinds.ts";
import { isObject, type KubernetesObject } from "../object.ts";
<<<<<<< HEAD
import { admitPod } from "../workloads/pod-admission.ts";
import { admitService } from "../workloads/service-admission.ts";
=======
import { withClusterAddress } from "./addresses.ts";
>>>>>>> 5cc621f (wip)
import { cleanupFinalizer, establish } from "./definitions.ts";

/** What the server sets in an object; `present` is the object before a change. */
type Filling = (object: KubernetesObject, cluster: Cluster, present?: KubernetesObject) => KubernetesObject;

/** Marks the class that claims get which name none. */
const defaultClass = "storageclass.kubernetes.io/is-default-class";

const fillings: Readonly<Record<string, Filling>> = {
  "/Namespace": (namespace, _cluster, present) => ({
    ...namespace,
    metadata: {
      ...namespace.metadata,
      labels: { ...namespace.metadata.labels, "kubernetes.io/metadata.name": namespace.metadata.name },
    },
    spec: { ...namespace.spec, finalizers: present ? (namespace.spec?.finalizers ?? present.spec?.finalizers) : own },
    status: namespace.status ?? { phase: "Active" },
  }),
  "/Secret": (secret) => ({ ...withEncodedText(secret), type: secret.type ?? "Opaque" }),
<<<<<<< HEAD
  "/Pod": admitPod,
  "/Service": admitService,
  [definitions]: (definition, cluster) =>
    establish(cluster, {
      ...definition,
      status: {},
      metadata: {
        ...definition.metadata,
        finalizers: [...new Set([...(definition.metadata.finalizers ?? []), cleanupFinalizer])],
      },
    }),
};

/** By kind: what the server sets in a changed object. */
const refillings: Readonly<Record<string, Filling>> = {
  "/Secret": withEncodedText,
  "/Service": admitService,
  [definitions]: (definition, cluster) => establish(cluster, definition),
};
=======
  "/Service": (service, cluster, present) => {
    const before = textAt(present, "spec.clusterIP");
    const isUnsaid = service.spec?.clusterIP === undefined && textAt(service, "spec.type") !== "ExternalName";
    if (before !== "" && isUnsaid)
      return { ...service, spec: { type: "ClusterIP", ...service.spec, clusterIP: before } };
    return withClusterAddress(service, cluster);
  },
  "/PersistentVolumeClaim": (claim, cluster, present) => (present ? claim : withClass(claim, cluster)),
  [definitions]: (definition, cluster, present) => {
    const { finalizers = [] } = definition.metadata;
    const held = { ...definition.metadata, finalizers: [...new Set([...finalizers, cleanupFinalizer])] };
    return establish(cluster, present ? definition : { ...definition, status: {}, metadata: held });
  },
};

const own = ["kubernetes"];
>>>>>>> 5cc621f (wip)

/** An object with what the server sets in it; the same object where that is nothing. */
export function filled(
  cluster: Cluster,
  { group, kind }: Kind,
  object: KubernetesObject,
  present?: KubernetesObject,
): KubernetesObject {
  return fillings[`${group}/${kind}`]?.(object, cluster, present) ?? object;
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

/** A claim that names no class gets the default one; of several, that which was made last. */
function withClass(claim: KubernetesObject, { store }: Cluster): KubernetesObject {
  if (claim.spec?.storageClassName !== undefined) return claim;
  const made = ({ metadata }: KubernetesObject) => metadata.creationTimestamp;
  const [chosen] = store
    .list("storage.k8s.io/StorageClass")
    .filter(({ metadata }) => metadata.annotations?.[defaultClass] === "true")
    .toSorted((left, right) => made(right).localeCompare(made(left)));
  return chosen ? { ...claim, spec: { ...claim.spec, storageClassName: chosen.metadata.name } } : claim;
}
