import type { LeftOut } from "../../rule.ts";

/** What is known of nodes, add-ons and load balancers in clusters and not simulated. */
export const machineLeftOut: readonly LeftOut[] = [
  { id: "nodes/leases", reason: "Heartbeats are not counted: a node is there as long as its instance is." },
  {
    id: "nodes/cni-nodes",
    reason: "The VPC resource controller keeps its notes elsewhere: no CNINode objects are made.",
  },
  {
    id: "nodes/pod-addresses",
    reason: "Pods take no addresses of the subnets: neither the VPC CNI's interfaces nor its prefixes are made.",
  },
  { id: "nodes/drain", reason: "Nodes that Ocean or a node group replaces go at once, without evictions." },
  {
    id: "nodes/version-skew",
    reason: "A kubelet newer than its API server joins: nothing refuses it, it is unsupported.",
  },
  {
    id: "lb/type-change",
    reason: "No refusal: a Service that changes its kind of load balancer leaves the old one behind.",
  },
  {
    id: "lb/target-labels",
    reason: "Load balancers take every ready node; no Service of the platform chooses by label.",
  },
  {
    id: "guardduty/automated-agent",
    reason: "GuardDuty's own management of agents is switched on elsewhere, in the account that administers it.",
  },
  {
    id: "guardduty/monitoring-off",
    reason: "Whether runtime monitoring is on is decided by the organisation's own account.",
  },
];
