import type { LeftOut } from "../../rule.ts";

const secondRange = "A VPC has one IPv4 range: aws_vpc_ipv4_cidr_block_association is not among the simulated types.";

/** What is known of EC2, VPC and EBS and is not enforced. */
export const leftOut: readonly LeftOut[] = [
  {
    id: "ec2/vpc-cidr-normalised",
    reason: "No refusal: host bits are cleared, though the provider refuses them first.",
  },
  { id: "ec2/vpc-second-cidr-overlap", reason: secondRange },
  { id: "ec2/vpc-second-cidr-count", reason: secondRange },
  { id: "ec2/vpc-primary-cidr", reason: secondRange },
  { id: "ec2/dns-attr-single", reason: "The provider changes one attribute a call." },
  { id: "ec2/dns-defaults", reason: "No refusal: a new VPC resolves names and gives hosts none." },
  { id: "ec2/subnet-reserved-5", reason: "No refusal: five addresses of every subnet are never given away." },
  { id: "ec2/az-names", reason: "No refusal: zones have their names and ids, the same in every account." },
  {
    id: "ec2/nat-deleted-visible",
    reason: "No refusal: a deleted gateway is gone at once, as the provider sees it; its address stays allocated.",
  },
  { id: "ec2/route-blackhole", reason: "No refusal: such a route stays and shows its state." },
  { id: "ec2/sg-source-one", reason: "The provider refuses two sources in one rule before it calls." },
  { id: "ec2/sg-new-defaults", reason: "No refusal: a new group lets everything out, which the provider takes back." },
  { id: "ec2/eni-eks-cp", reason: "No refusal: EKS makes and removes the interfaces of its control plane." },
  { id: "ec2/eni-cni", reason: "Pods take no addresses of subnets, so that the VPC CNI makes no interfaces." },
  { id: "ec2/eni-cni-leak", reason: "The VPC CNI makes no interfaces, so that it leaves none behind." },
  {
    id: "ec2/eni-branch",
    reason: "No refusal: a pod with security groups of its own gets an interface with these, which goes with it.",
  },
  { id: "ec2/eni-others", reason: "No refusal: interfaces of NAT gateways and endpoints say whose they are." },
  {
    id: "ec2/vpce-states",
    reason: "No refusal: an endpoint is available once it is made, and gone once it is deleted.",
  },
  {
    id: "ec2/flowlog-status",
    reason: "No refusal: the flow log is made, and its delivery status says that nothing arrives.",
  },
  { id: "ec2/capacity", reason: "Capacity is never missing by itself; plan a fault to see it missing." },
  {
    id: "ebs/modify",
    reason: "A modification has ended when its call returns, and the hours between two do not pass.",
  },
  { id: "ebs/quota", reason: "The quotas of storage are not counted." },
  {
    id: "ebs/csi-tags",
    reason: "No refusal of its own: the driver tags what it makes, and managed policies ask for the tags.",
  },
  { id: "ebs/pvc-orphan", reason: "No refusal: volumes of claims stay when their cluster goes first." },
  {
    id: "ebs/bind",
    reason: "No refusal: the pod stays pending, and an event says that its volume is in another zone.",
  },
  { id: "ebs/default-class", reason: "No refusal: a claim without a class stays pending until one is the default." },
];
