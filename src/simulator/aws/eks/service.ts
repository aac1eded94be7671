import type { LeftOut } from "../../rule.ts";
import type { AwsService } from "../aws-service.ts";
import { accessEntry, accessPolicyAssociation } from "./access-types.ts";
import { addOnsAndNodes } from "./add-ons-and-nodes.ts";
import {
  clusterAuthData,
  clusterAuthEphemeral,
  clusterData,
  clustersData,
  clusterVersionsData,
} from "./cluster-data.ts";
import { cluster } from "./cluster-type.ts";
import { accessRules } from "./rules/access.ts";
import { updateRules } from "./rules/cluster-updates.ts";
import { clusterRules } from "./rules/clusters.ts";

/** What is known of clusters and access to them and is not enforced. */
const leftOut: readonly LeftOut[] = [
  { id: "eks/public-cidr-node", reason: "No refusal: node groups whose nodes cannot reach the API do not come up." },
  { id: "eks/private-dns", reason: "No refusal: the simulator asks no name servers." },
  { id: "eks/private-only", reason: "No refusal: nodes reach such an endpoint from the VPC alone (see eks/node-net)." },
  { id: "eks/name", reason: "The provider refuses such a name before it calls." },
  { id: "eks/log-types", reason: "The provider refuses such a type before it calls." },
  { id: "eks/kms-resource", reason: "The provider refuses such a resource before it calls." },
  { id: "eks/one-change", reason: "The provider makes one call for each kind of change." },
  { id: "eks/ae-types", reason: "The provider refuses such a type before it calls." },
  { id: "eks/service-cidr-default", reason: "No refusal: the default range is the one that does not clash." },
  { id: "eks/version-insights", reason: "Upgrade insights are not simulated; AWS has not enforced them throughout." },
  { id: "eks/auto-upgrade", reason: "No refusal, and AWS picks the time: a cluster keeps its version in a rehearsal." },
  { id: "eks/update-busy", reason: "Updates have ended when their call returns, so none is in progress." },
  { id: "eks/delete-busy", reason: "Updates have ended when their call returns, so none is in progress." },
  { id: "eks/inactive", reason: "Clusters are active when their creation returns." },
  { id: "eks/vpc-cidr-late", reason: "No refusal: EKS takes hours to see a new range; the simulator sees it at once." },
  { id: "eks/kms-lost", reason: "No refusal: cluster health is not simulated; the key's own state is." },
  { id: "eks/log-group-auto", reason: "No refusal of EKS: the group that it makes meets logs/group-dup." },
  { id: "eks/delete-self-managed", reason: "No refusal: instances, interfaces and groups stay behind." },
  { id: "eks/delete-cascade", reason: "No refusal: what goes with a cluster goes." },
  { id: "eks/cluster-sg", reason: "No refusal: the group is made with the cluster." },
  {
    id: "eks/eni-owner",
    reason: "No refusal of EKS: EC2 refuses to touch the interfaces (ec2/eni-requester-managed).",
  },
  { id: "eks/tags-prop", reason: "No refusal: tags stay on the cluster." },
  { id: "eks/subnet-tags", reason: "No refusal of EKS: a Service without suitable subnets says so (lb/no-subnets)." },
  { id: "eks/ae-username-default", reason: "No refusal: names are filled in." },
  { id: "eks/ae-auto", reason: "No refusal: EKS makes the entries of node roles itself." },
  { id: "eks/ae-precedence", reason: "The ConfigMap aws-auth lets nobody in, so that entries always win." },
  { id: "eks/ae-unique-id", reason: "No refusal of EKS: entries keep the unique id of their principal." },
  { id: "eks/ae-delay", reason: "Changes are seen at once." },
  { id: "eks/ap-update", reason: "No refusal: the scope is replaced." },
  { id: "eks/ap-ns-unchecked", reason: "No refusal: namespaces are taken on trust." },
  { id: "eks/ap-effect", reason: "No refusal of EKS: the API server of the cluster refuses (kubernetes/forbidden)." },
];

export const eks: AwsService = {
  resources: [cluster, accessEntry, accessPolicyAssociation, ...addOnsAndNodes.resources],
  dataSources: [clusterData, clustersData, clusterAuthData, clusterVersionsData, ...addOnsAndNodes.dataSources],
  ephemeralResources: [clusterAuthEphemeral],
  rules: [
    ...[clusterRules, updateRules, accessRules].flatMap((rules) => Object.values(rules)),
    ...addOnsAndNodes.rules,
  ],
  leftOut: [...leftOut, ...addOnsAndNodes.leftOut],
  durations: {
    // How long an update takes depends on what changes: the type adds it.
    aws_eks_cluster: { create: 620, update: 0, delete: 180 },
    aws_eks_access_entry: { create: 2, update: 1, delete: 1 },
    aws_eks_access_policy_association: { create: 1, delete: 1 },
    ...addOnsAndNodes.durations,
  },
};
