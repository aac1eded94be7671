import { Construct } from "constructs";
import { EksCluster as AwsEksCluster } from "../../../.gen/aws/eks-cluster.js";
import type { AccessEntry } from "../../configuration/environment.ts";
import { guard } from "../guard.ts";
import type { Place } from "../place.ts";
import { ClusterAccess } from "./access.ts";
import { ControlPlaneRole } from "./control-plane-role.ts";
import { SecretsEncryption } from "./encryption.ts";
import { IdentityProvider } from "./identity-provider.ts";
import { ClusterLogs } from "./logs.ts";
import { NetworkAddOns, type PodSecurityGroupMode } from "./network-add-ons.ts";
import { ClusterSecurityGroups } from "./security-groups.ts";

export interface EksClusterProps extends Place {
  readonly name: string;
  /** Kubernetes minor version. */
  readonly version: string;
  readonly network: { readonly vpcId: string; readonly controlPlaneSubnetIds: readonly string[] };
  /** Networks outside of the VPC that reach the API; none keeps the API private. */
  readonly apiNetworks: readonly { readonly name: string; readonly cidr: string }[];
  readonly logs: {
    readonly types: readonly string[];
    readonly retentionDays: number;
    readonly encryptionKeyArn: string;
  };
  readonly addOnVersions: Readonly<Record<string, string>>;
  readonly podSecurityGroups: PodSecurityGroupMode;
  readonly access: readonly AccessEntry[];
  /** Deletion protection of the service, and the engine's refusal to destroy the cluster and its key. */
  readonly protect: boolean;
}

/** An EKS control plane with its role, key, logs, security groups, identity provider, access and network add-ons. No nodes. */
export class EksCluster extends Construct {
  readonly name: string;
  /** URL of the API. */
  readonly endpoint: string;
  /** Base64 of a PEM. */
  readonly certificateAuthority: string;
  readonly serviceCidr: string;
  readonly nodeSecurityGroupId: string;
  readonly podDnsSecurityGroupId: string;
  readonly identityProviderArn: string;

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    const { account, region, roleBoundaryArn, protect } = props;
    const role = new ControlPlaneRole(this, "role", { clusterName: props.name, roleBoundaryArn });
    const encryption = new SecretsEncryption(this, "encryption", {
      clusterName: props.name,
      account,
      controlPlaneRoleArn: role.arn,
      preventDestroy: protect,
    });
    const securityGroups = new ClusterSecurityGroups(this, "security-group", {
      clusterName: props.name,
      vpcId: props.network.vpcId,
    });
    const logs = new ClusterLogs(this, "logs", { clusterName: props.name, ...props.logs });
    const cluster = new AwsEksCluster(this, "cluster", {
      name: props.name,
      version: props.version,
      roleArn: role.arn,
      enabledClusterLogTypes: [...props.logs.types],
      deletionProtection: protect,
      // The add-ons below take their place; CoreDNS needs nodes and comes with them.
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: encryption.keyArn } },
      upgradePolicy: { supportType: "STANDARD" },
      vpcConfig: {
        subnetIds: [...props.network.controlPlaneSubnetIds],
        securityGroupIds: [securityGroups.controlPlaneId],
        endpointPrivateAccess: true,
        endpointPublicAccess: props.apiNetworks.length > 0,
        ...(props.apiNetworks.length > 0 ? { publicAccessCidrs: props.apiNetworks.map(({ cidr }) => cidr) } : {}),
      },
      ...guard(protect),
      dependsOn: [...role.attachments, logs.group],
    });
    const identityProvider = new IdentityProvider(this, "identity-provider", {
      clusterName: props.name,
      issuerUrl: cluster.identity.get(0).oidc.get(0).issuer,
    });
    new ClusterAccess(this, "access", { clusterName: cluster.name, entries: props.access });
    new NetworkAddOns(this, "add-on", {
      cluster,
      clusterName: props.name,
      account,
      region,
      roleBoundaryArn,
      identityProvider,
      logs,
      versions: props.addOnVersions,
      podSecurityGroups: props.podSecurityGroups,
    });
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.serviceCidr = cluster.kubernetesNetworkConfig.serviceIpv4Cidr;
    this.nodeSecurityGroupId = securityGroups.nodesId;
    this.podDnsSecurityGroupId = securityGroups.podDnsId;
    this.identityProviderArn = identityProvider.arn;
  }
}
