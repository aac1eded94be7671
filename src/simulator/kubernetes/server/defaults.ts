import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { definitions, type Kind } from "../kinds.ts";
import { isObject, type KubernetesObject } from "../object.ts";
import { admitPod } from "../workloads/pod-admission.ts";
import { admitService } from "../workloads/service-admission.ts";
import { cleanupFinalizer, establish } from "./definitions.ts";

type Filling = (object: KubernetesObject, cluster: Cluster) => KubernetesObject;

/** By kind: what the server itself sets in a new object. */
const fillings: Readonly<Record<string, Filling>> = {
  "/Namespace": (namespace) => ({
    ...namespace,
    metadata: {
      ...namespace.metadata,
      labels: { ...namespace.metadata.labels, "kubernetes.io/metadata.name": namespace.metadata.name },
    },
    spec: { ...namespace.spec, finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  }),
  "/Secret": (secret) => ({ ...withEncodedText(secret), type: secret.type ?? "Opaque" }),
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

/** A new object with what the server sets in it. */
export function filled(cluster: Cluster, { group, kind }: Kind, object: KubernetesObject): KubernetesObject {
  return fillings[`${group}/${kind}`]?.(object, cluster) ?? object;
}

/** A changed object with what the server sets in it. */
export function refilled(cluster: Cluster, { group, kind }: Kind, object: KubernetesObject): KubernetesObject {
  return refillings[`${group}/${kind}`]?.(object, cluster) ?? object;
}

/** `stringData` is only written: it ends in `data`, in Base64. */
function withEncodedText(secret: KubernetesObject): KubernetesObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return secret;
  const encoded: JsonObject = Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString("base64")]),
  );
  return { ...rest, data: { ...(isObject(secret.data) ? secret.data : {}), ...encoded } };
}
