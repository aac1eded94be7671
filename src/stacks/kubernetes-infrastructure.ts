import { TerraformOutput } from "cdktn";
import type { Environment } from "../configuration/environment.ts";
import { EksCluster } from "../modules/eks/cluster.ts";
import { clusterLogGroupName } from "../modules/eks/logs.ts";
import { LogEncryptionKey } from "../modules/logs/encryption-key.ts";
import { Mail } from "../modules/ses/mail.ts";
import { flowLogGroupName } from "../modules/vpc/flow-logs.ts";
import { Vpc } from "../modules/vpc/vpc.ts";
import { awsProvider } from "./aws-provider.ts";
import { type InfrastructureOutput, infrastructureOutputs, sendsMail } from "./hand-over.ts";
import { apiLogGroups, OptionalInfrastructure } from "./optional-infrastructure.ts";
import { PlatformStack } from "./platform-stack.ts";

/** The network, the EKS control plane and the mail identities of one environment. */
export class KubernetesInfrastructure extends PlatformStack {
  constructor(environment: Environment) {
    super("kubernetes-infrastructure", { providers: ["aws"] });
    const { account, region, roleBoundaryArn, network, cluster, protect } = environment;
    const place = { account, region, roleBoundaryArn };
    awsProvider(this, environment, this.node.id);
    const logKey = new LogEncryptionKey(this, "log-encryption", {
      ...place,
      alias: `${cluster.name}/logs`,
      logGroups: [flowLogGroupName(network.name), clusterLogGroupName(cluster.name), ...apiLogGroups(environment)],
      preventDestroy: protect,
    });
    const vpc = new Vpc(this, "network", {
      name: network.name,
      cidr: network.cidr,
      ...place,
      subnets: environment.subnets,
      nat: network.nat,
      flowLogs: { ...network.flowLogs, encryptionKeyArn: logKey.arn },
      preventDestroy: protect,
    });
    const eks = new EksCluster(this, "kubernetes", {
      name: cluster.name,
      version: environment.kubernetesVersion,
      ...place,
      network: { vpcId: vpc.id, controlPlaneSubnetIds: vpc.controlPlaneSubnetIds },
      apiNetworks: environment.apiNetworks,
      logs: { ...cluster.logs, encryptionKeyArn: logKey.arn },
      addOnVersions: environment.addOnVersions,
      podSecurityGroups: cluster.podSecurityGroups,
      access: environment.access,
      protect,
    });
    const mail = sendsMail(environment)
      ? new Mail(this, "mail", { name: cluster.name, ...environment.mail })
      : undefined;
    new OptionalInfrastructure(this, "optional", {
      environment,
      place,
      clusterReference: eks.name,
      logKeyArn: logKey.arn,
    });

    const values: Readonly<Record<InfrastructureOutput, unknown>> = {
      region,
      cluster_name: eks.name,
      cluster_endpoint: eks.endpoint,
      cluster_certificate_authority_data: eks.certificateAuthority,
      cluster_service_cidr: eks.serviceCidr,
      vpc_id: vpc.id,
      private_subnet_ids_eks_worker_nodes: vpc.workerSubnetIds,
      node_security_group_id: eks.nodeSecurityGroupId,
      pod_to_node_dns_sg_id: eks.podDnsSecurityGroupId,
      cluster_oidc_provider_arn: eks.identityProviderArn,
      mail_sender_policy_arn: mail?.senderPolicyArn,
    };
    for (const { name, description } of infrastructureOutputs(environment)) {
      new TerraformOutput(this, name, { value: values[name], description });
    }
    if (mail && mail.dnsRecords.length > 0) {
      new TerraformOutput(this, "mail_dns_records", {
        value: mail.dnsRecords,
        description: "Records to publish in the zones of the domains that mail is sent from",
      });
    }
  }
}
