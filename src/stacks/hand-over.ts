import type { Environment } from "../configuration/environment.ts";

/** One value that the infrastructure stack hands over. */
export interface HandOver {
  readonly name: InfrastructureOutput;
  readonly description: string;
  /** Name of the environment variable on the deployments stack; left out, it is the input variable of the same name. */
  readonly variable?: string;
}

/** Outputs of the infrastructure stack that other stacks of the environment take. */
export type InfrastructureOutput =
  | "region"
  | "cluster_name"
  | "cluster_endpoint"
  | "cluster_certificate_authority_data"
  | "cluster_service_cidr"
  | "vpc_id"
  | "private_subnet_ids_eks_worker_nodes"
  | "node_security_group_id"
  | "pod_to_node_dns_sg_id"
  | "cluster_oidc_provider_arn"
  | "mail_sender_policy_arn";

const always: readonly HandOver[] = [
  { name: "region", description: "Region of the cluster, for the kubeconfig hooks", variable: "REGION" },
  { name: "cluster_name", description: "Name of the cluster, for the kubeconfig hooks", variable: "CLUSTER_NAME" },
  { name: "cluster_endpoint", description: "URL of the cluster's API" },
  { name: "cluster_certificate_authority_data", description: "Certificate authority of the cluster's API, in Base64" },
  { name: "cluster_service_cidr", description: "Addresses of the cluster's services" },
  { name: "vpc_id", description: "The VPC of the cluster" },
  { name: "private_subnet_ids_eks_worker_nodes", description: "Private subnets of the nodes, ordered by zone" },
  { name: "node_security_group_id", description: "Security group of the nodes" },
  { name: "pod_to_node_dns_sg_id", description: "Security group by which pods with their own group ask for names" },
  { name: "cluster_oidc_provider_arn", description: "IAM's provider for the tokens of service accounts" },
];

const withMail: HandOver = {
  name: "mail_sender_policy_arn",
  description: "Policy for the role of a workload that sends mail",
};

/**
 * Outputs of the infrastructure stack that the deployments stack takes. The SMTP user and password of the reference are gone:
 * senders use their own role with the policy that is handed over instead.
 */
export function infrastructureOutputs(environment: Environment): readonly HandOver[] {
  return sendsMail(environment) ? [...always, withMail] : always;
}

/** Whether the environment has anything to send mail as. */
export function sendsMail({ mail }: Pick<Environment, "mail">): boolean {
  return mail.addresses.length + mail.domains.length > 0;
}
