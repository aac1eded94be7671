import { createHash } from "node:crypto";
import { ServiceError } from "../../../rule.ts";
import { canonicalJson, type JsonObject } from "../../../world/json.ts";
import type { KubernetesApi } from "../../api.ts";
import type { Cluster } from "../../cluster.ts";
import { recordEvent } from "../../events.ts";
import { objectAt, textMapAt } from "../../fields.ts";
import { type KubernetesObject, type Manifest, ownedBy } from "../../object.ts";

/** Characters of generated names, without those that make words. Source: k8s.io/apimachinery, util/rand. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

const hashes = new WeakMap<JsonObject, string>();

/** What tells one pod template from another, as it stands in `pod-template-hash`. */
export function templateHash(template: JsonObject): string {
  let hash = hashes.get(template);
  if (hash === undefined) {
    const bytes = createHash("sha256").update(canonicalJson(template)).digest();
    hash = Array.from(bytes.subarray(0, 10), (byte) => alphabet[byte % alphabet.length]).join("");
    hashes.set(template, hash);
  }
  return hash;
}

/** A name that is not taken, as `generateName` makes it: the base cut to 58 characters, and five random ones. */
export function generatedName(cluster: Cluster, base: string): string {
  const request = [cluster.account, cluster.region, cluster.name, base];
  return `${base.slice(0, 58)}${cluster.world.ids.text(5, alphabet, "kubernetes/name", request)}`;
}

/** What a controller adds to its template in one pod. */
interface PodDetails {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Members of the specification beside those of the template. */
  readonly spec?: JsonObject;
}

/** The pod that the template of a workload describes, owned by the workload. */
export function podManifest(owner: KubernetesObject, { name, labels = {}, spec = {} }: PodDetails): Manifest {
  const template = objectAt(owner, "spec.template");
  const annotations = textMapAt(template, "metadata.annotations");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: owner.metadata.namespace ?? "default",
      labels: { ...textMapAt(template, "metadata.labels"), ...labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [ownedBy(owner)],
    },
    spec: { ...objectAt(template, "spec"), ...spec },
  };
}

/**
 * Makes an object that a controller needs for its owner. A refusal of the API server becomes an event of the owner.
 *
 * @returns why it could not be made; null when it was
 */
export function makeFor(api: KubernetesApi, owner: KubernetesObject, manifest: Manifest): string | null {
  try {
    api.create(manifest);
    return null;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const words = owner.kind === "StatefulSet" ? ofStatefulSet(owner, manifest) : "Error creating:";
    recordEvent({ api }, owner, { type: "Warning", reason: "FailedCreate", message: `${words} ${error.message}` });
    return error.message;
  }
}

function ofStatefulSet(owner: KubernetesObject, manifest: Manifest): string {
  return `create ${manifest.kind} ${manifest.metadata.name} in StatefulSet ${owner.metadata.name} failed error:`;
}
