import { rule } from "../../rule.ts";

const provider = "kubernetes/cloud-provider-aws, pkg/providers/v1";
const operation = "EnsureLoadBalancer";
const code = "SyncLoadBalancerFailed";

/** What the cloud controller refuses about Services of type LoadBalancer; it says so in an event and tries again. */
export const loadBalancerRules = {
  protocol: rule({
    id: "lb/protocol",
    operation,
    code,
    message: () => "Only TCP LoadBalancer is supported for AWS ELB",
    source: `${provider}/aws.go`,
  }),
  affinity: rule({
    id: "lb/session-affinity",
    operation,
    code,
    message: (affinity: string) => `unsupported load balancer affinity: ${affinity}`,
    source: `${provider}/aws.go`,
  }),
  address: rule({
    id: "lb/address",
    operation,
    code,
    message: () => "LoadBalancerIP cannot be specified for AWS ELB",
    source: `${provider}/aws.go`,
  }),
  sourceRange: rule({
    id: "lb/source-range",
    operation,
    code,
    message: (ranges: readonly string[]) =>
      `service.Spec.LoadBalancerSourceRanges: [${ranges.join(" ")}] is not valid. Expecting a list of IP ranges. For example, 10.0.0.0/24.`,
    source: "kubernetes/cloud-provider, service/helpers/helper.go",
  }),
  noSubnets: rule({
    id: "lb/no-subnets",
    operation,
    code,
    message: () => "could not find any suitable subnets for creating the ELB",
    source: `${provider}/aws.go, findELBSubnets`,
  }),
  taggedGroups: rule({
    id: "lb/several-tagged-groups",
    operation,
    code,
    message: (instance: string, groups: readonly string[]) =>
      `Multiple tagged security groups found for instance ${instance}; ensure only the k8s security group is tagged; the tagged groups were ${groups.join(" ")}`,
    source: `${provider}/aws.go, findSecurityGroupForInstance`,
  }),
  untaggedGroups: rule({
    id: "lb/several-untagged-groups",
    operation,
    code,
    message: (instance: string) =>
      `Multiple untagged security groups found for instance ${instance}; ensure the k8s security group is tagged`,
    source: `${provider}/aws.go, findSecurityGroupForInstance`,
  }),
} as const;
