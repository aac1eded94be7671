import type { AwsService } from "../aws-service.ts";
import { addOnData, addOnVersionData } from "./add-on-data.ts";
import { addOn } from "./add-on-type.ts";
import { capability } from "./capability-type.ts";
import { fargateProfile } from "./fargate-profile-type.ts";
import { nodeGroup } from "./node-group-type.ts";
import { podIdentityAssociation } from "./pod-identity-type.ts";
import { addOnRules } from "./rules/add-ons.ts";
import { capabilityRules } from "./rules/capabilities.ts";
import { nodeRules } from "./rules/nodes.ts";
import { podIdentityRules } from "./rules/pod-identity.ts";

/** The part of EKS that runs in a cluster: add-ons, roles of pods, node groups, Fargate profiles, capabilities. */
export const addOnsAndNodes: AwsService = {
  resources: [addOn, podIdentityAssociation, nodeGroup, fargateProfile, capability],
  dataSources: [addOnData, addOnVersionData],
  ephemeralResources: [],
  rules: [addOnRules, podIdentityRules, nodeRules, capabilityRules].flatMap((rules) => Object.values(rules)),
  leftOut: [
    {
      id: "eks/addon-version-default",
      reason: "No refusal: an add-on without a version gets the default one of the minor, and keeps it.",
    },
    { id: "eks/addon-after-upgrade", reason: "No refusal: add-ons keep their version when the cluster is upgraded." },
    {
      id: "eks/addon-resolve",
      reason:
        "No refusal of its own: the modes decide whether fields of others are overwritten, kept or refused (eks/addon-conflict).",
    },
    { id: "eks/addon-daemonset", reason: "No refusal: DaemonSets are active without nodes." },
    {
      id: "eks/addon-states",
      reason:
        "No refusal: of the states, those are simulated in which an add-on stays (ACTIVE, DEGRADED, CREATE_FAILED).",
    },
    { id: "eks/addon-webhook", reason: "No type of the AWS provider makes admission webhooks." },
    { id: "eks/addon-private", reason: "No refusal: EKS applies the objects from inside." },
    {
      id: "eks/addon-self-managed",
      reason: "No refusal: the objects that a cluster comes with are adopted (see eks/addon-conflict).",
    },
    { id: "eks/addon-delete", reason: "No refusal: preserved objects stay in the cluster, others go." },
    {
      id: "eks/addon-irsa",
      reason: "No refusal of EKS: pods without credentials show in the cluster only (see eks/node-cni).",
    },
    { id: "eks/addon-namespace", reason: "The provider refuses such a namespace before it calls." },
    { id: "eks/pia-trust", reason: "No refusal of EKS: the agent in the cluster is refused the role." },
    { id: "eks/pia-agent", reason: "No refusal of EKS: pods without the agent lack credentials." },
    { id: "eks/pia-policy", reason: "The schema of the provider's version has no session policy." },
    { id: "eks/pia-sa-unchecked", reason: "No refusal: neither namespace nor service account need exist." },
    {
      id: "eks/node-tag",
      reason: "No refusal of EKS: load balancers of Kubernetes fail where two groups bear the tag.",
    },
    {
      id: "eks/node-skew",
      reason: "No refusal of older nodes; that they are newer is refused before they start (eks/ng-ami-version).",
    },
    { id: "eks/node-maxpods", reason: "No refusal of EKS: pods stay pending in the cluster." },
    {
      id: "eks/node-ip",
      reason:
        "No refusal of EKS: pods wait for addresses. A group without an address for a node fails (eks/ng-launch).",
    },
    { id: "eks/node-imds", reason: "No refusal of EKS: pods do not reach the node's role." },
    { id: "eks/health-delay", reason: "No refusal: health is shown at once." },
    {
      id: "eks/fargate-busy",
      reason:
        "Simulated calls do not overlap, so that no other profile of the cluster is ever being made; plan a fault to see it.",
    },
  ],
  durations: {
    // The whole time depends on the add-on: the type adds it.
    aws_eks_addon: { create: 0, update: 0, delete: 0 },
    // Updates, Fargate profiles and capabilities: from general knowledge, no log of them was found.
    aws_eks_node_group: { create: 120, update: 120, delete: 380 },
    aws_eks_fargate_profile: { create: 75, delete: 150 },
    aws_eks_capability: { create: 120, update: 60, delete: 120 },
  },
};
