import type { JsonObject } from "../../../world/json.ts";
import type { Cluster } from "../../cluster.ts";
import { at, objectsAt, textMapAt, textsAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { isObject } from "../../object.ts";
import { selects } from "../selectors.ts";
import { podInterface, podSpecOf } from "./pod-types.ts";

/** Kind by which pods get security groups of their own; it comes with the VPC CNI. */
const securityGroupPolicies = "vpcresources.k8s.aws/SecurityGroupPolicy";

/** Security groups that the policies of its namespace give to a pod, by its labels or those of its service account. */
export function securityGroupsOf(cluster: Cluster, pod: KubernetesObject): readonly string[] {
  const { namespace = "default", labels = {} } = pod.metadata;
  const policies = cluster.store
    .list(securityGroupPolicies)
    .filter((policy) => policy.metadata.namespace === namespace);
  if (policies.length === 0) return [];
  const account = cluster.store.find("/ServiceAccount", namespace, podSpecOf(pod).serviceAccountName);
  const groups = policies.flatMap(({ spec }) => {
    const [byPod, byAccount] = [at(spec, "podSelector"), at(spec, "serviceAccountSelector")];
    if (!isObject(byPod) && !isObject(byAccount)) return [];
    const isMeant =
      (!isObject(byPod) || selects(byPod, labels)) &&
      (!isObject(byAccount) || selects(byAccount, account?.metadata.labels ?? {}));
    return isMeant ? textsAt(spec, "securityGroups.groupIds") : [];
  });
  return [...new Set(groups)];
}

/**
 * A new pod with what the webhook of EKS adds when a policy gives it security groups: it asks for one of its node's interfaces. Pods that
 * exist already never change. Source: aws/amazon-vpc-resource-controller-k8s, docs/sgp/workflow.md.
 */
export function withOwnInterface(cluster: Cluster, pod: KubernetesObject): KubernetesObject {
  const { hostNetwork } = podSpecOf(pod);
  const [first, ...rest] = objectsAt(pod, "spec.containers");
  if (hostNetwork || !first || securityGroupsOf(cluster, pod).length === 0) return pod;
  const withOne = (kind: string): JsonObject => ({ ...textMapAt(first, `resources.${kind}`), [podInterface]: "1" });
  const asking = { ...first, resources: { requests: withOne("requests"), limits: withOne("limits") } };
  return { ...pod, spec: { ...pod.spec, containers: [asking, ...rest] } };
}
