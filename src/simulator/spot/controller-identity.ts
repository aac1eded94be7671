import type { Cluster } from "../kubernetes/cluster.ts";
import { textMapAt } from "../kubernetes/fields.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { podSpecOf } from "../kubernetes/workloads/pods/pod-types.ts";
import { readyPodsOf } from "../kubernetes/workloads/pods/running.ts";
import { digest } from "./client.ts";
import { type Ocean, oceansOf, type SpotAccount, spotAccounts } from "./records.ts";

/** True for images of Ocean's controller. */
export function isOceanController(image: string): boolean {
  return image.includes("spotinst-kubernetes-controller");
}

/** What a controller's pod says to Spot. */
export interface Identity {
  /** Empty when the pod has none. */
  readonly token: string;
  readonly account: string;
  /** By which Spot finds the Ocean cluster. */
  readonly controllerId: string;
}

/** The identity of a controller's pod, from the Secrets and ConfigMaps that its containers refer to. */
export function identityOf(cluster: Cluster, pod: KubernetesObject): Identity {
  const namespace = pod.metadata.namespace ?? "";
  const references = podSpecOf(pod).containers.flatMap((container) => container.references);
  const named = [...podSpecOf(pod).volumes.flatMap((volume) => volume.references), ...references];
  const found: Record<string, string> = {};
  for (const { kind, name } of named) {
    const object = cluster.store.find(`/${kind}`, namespace, name);
    for (const [key, value] of Object.entries(textMapAt(object, "data"))) {
      found[key] = kind === "Secret" ? Buffer.from(value, "base64").toString("utf8") : value;
    }
  }
  const plain = podSpecOf(pod).containers.flatMap(({ env }) => env);
  const variable = (suffix: string) => plain.find(({ name }) => name.endsWith(suffix))?.value ?? "";
  return {
    token: found.token ?? variable("TOKEN"),
    account: found.account ?? variable("ACCOUNT"),
    controllerId: found["spotinst.cluster-identifier"] ?? variable("CLUSTER_IDENTIFIER"),
  };
}

/** The account that an identity opens. */
export function accountFor(cluster: Cluster, { token, account }: Identity): SpotAccount | undefined {
  return spotAccounts(cluster.world).find(
    ({ id, tokenChecksums }) => tokenChecksums.includes(digest(token)) && (account === "" || account === id),
  );
}

/** The Ocean cluster that a ready controller in the cluster speaks for, and its account. */
export function oceanOf(cluster: Cluster): { readonly account: SpotAccount; readonly ocean: Ocean } | undefined {
  for (const pod of readyPodsOf(cluster, isOceanController)) {
    const identity = identityOf(cluster, pod);
    const account = accountFor(cluster, identity);
    if (!account || account.awsAccountId !== cluster.account) continue;
    const ocean = oceansOf(cluster.world, account.id).find(
      ({ controllerId, region }) => controllerId === identity.controllerId && region === cluster.region,
    );
    if (ocean) return { account, ocean };
  }
  return undefined;
}
