import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import type { LaunchSettings } from "../ec2/launch-settings.ts";
import type { Tags } from "../tags.ts";

/** Table names of EKS records, to be used with `aws.table`. */
export const eksTables = {
  cluster: "eks/cluster",
  addOn: "eks/addon",
  accessEntry: "eks/access-entry",
  podIdentityAssociation: "eks/pod-identity-association",
  nodeGroup: "eks/node-group",
  fargateProfile: "eks/fargate-profile",
  capability: "eks/capability",
  node: "eks/node",
} as const;

/** The EKS records of one account and Region, by kind. */
export const eks = {
  /** Keyed by name. */
  clusters: (aws: Aws) => aws.table<Cluster>(eksTables.cluster),
  /** Keyed `<cluster>:<add-on>`. */
  addOns: (aws: Aws) => aws.table<AddOn>(eksTables.addOn),
  /** Keyed `<cluster>:<principal ARN>`. */
  accessEntries: (aws: Aws) => aws.table<AccessEntry>(eksTables.accessEntry),
  /** Keyed by association id. */
  podIdentityAssociations: (aws: Aws) => aws.table<PodIdentityAssociation>(eksTables.podIdentityAssociation),
  /** Keyed `<cluster>:<node group>`. */
  nodeGroups: (aws: Aws) => aws.table<NodeGroup>(eksTables.nodeGroup),
  /** Keyed `<cluster>:<profile>`. */
  fargateProfiles: (aws: Aws) => aws.table<FargateProfile>(eksTables.fargateProfile),
  /** Keyed `<cluster>:<capability>`. */
  capabilities: (aws: Aws) => aws.table<Capability>(eksTables.capability),
  /** Keyed `<cluster>:<node>`. */
  nodes: (aws: Aws) => aws.table<Node>(eksTables.node),
} as const;

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";
export type SupportType = "STANDARD" | "EXTENDED";

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: string;
  /** Kubernetes minor, for example `1.35`. */
  readonly version: string;
  readonly platformVersion: string;
  readonly roleArn: string;
  readonly endpoint: string;
  readonly issuer: string;
  /** Base64 of a PEM. */
  readonly certificateAuthority: string;
  readonly network: ClusterNetwork;
  readonly service: ServiceNetwork;
  readonly authenticationMode: AuthenticationMode;
  readonly logTypes: readonly string[];
  readonly encryptionKeyArn: string | null;
  /** The grant on that key. */
  readonly encryptionGrantId: string | null;
  readonly supportType: SupportType;
  readonly deletionProtection: boolean;
  readonly zonalShift: boolean;
  readonly scalingTier: string;
  readonly autoMode: AutoMode;
  readonly remoteNodeCidrs: readonly string[];
  readonly remotePodCidrs: readonly string[];
  /** Add-ons whose objects are in the cluster without being managed by EKS. */
  readonly selfManagedAddOns: readonly string[];
  /** By add-on: fields of its objects that somebody in the cluster has set, as `Kind name - .path`. */
  readonly customisedFields: Readonly<Record<string, readonly string[]>>;
  /** The last change of the minor, which can be taken back for seven days. */
  readonly lastUpgrade: { readonly from: string; readonly at: string; readonly automatic: boolean } | null;
  /** Interfaces of the control plane. */
  readonly networkInterfaceIds: readonly string[];
  readonly tags: Tags;
}

export interface ClusterNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** The group that EKS made. */
  readonly clusterSecurityGroupId: string;
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
}

export interface ServiceNetwork {
  readonly ipFamily: "ipv4" | "ipv6";
  readonly ipv4Cidr: string | null;
  readonly ipv6Cidr: string | null;
}

export interface AutoMode {
  readonly enabled: boolean;
  readonly nodePools: readonly string[];
  readonly nodeRoleArn: string | null;
}

export interface AddOn {
  readonly clusterName: string;
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  /** False for objects that stayed in the cluster when the add-on was deleted. */
  readonly managed: boolean;
  /** Why the add-on ended in state `CREATE_FAILED`; null for one whose objects were applied. */
  readonly failure: string | null;
  /** JSON or YAML text; empty when none. */
  readonly configuration: string;
  readonly namespace: string;
  readonly serviceAccountRoleArn: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly tags: Tags;
}

export interface AccessEntry {
  readonly clusterName: string;
  readonly principalArn: string;
  /** Unique id of the principal when the entry was made: one made again under the same name is another. */
  readonly principalId: string | null;
  readonly arn: string;
  readonly type: string;
  readonly userName: string;
  readonly groups: readonly string[];
  readonly policies: readonly AssociatedPolicy[];
  /** Set when EKS made the entry for nodes or a capability: it goes with the last of them. */
  readonly automatic?: true;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly tags: Tags;
}

export interface AssociatedPolicy {
  readonly policyArn: string;
  readonly scope: "cluster" | "namespace";
  readonly namespaces: readonly string[];
  readonly associatedAt: string;
  readonly modifiedAt: string;
}

export interface PodIdentityAssociation {
  readonly id: string;
  readonly arn: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn: string | null;
  readonly externalId: string | null;
  readonly disableSessionTags: boolean;
  /** The add-on that made it and alone may change it. */
  readonly ownerAddOn: string | null;
  readonly tags: Tags;
}

export interface NodeGroup {
  readonly clusterName: string;
  readonly name: string;
  readonly arn: string;
  readonly status: "ACTIVE" | "CREATE_FAILED";
  readonly version: string;
  readonly releaseVersion: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  /** Empty when the launch template names the type. */
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: string;
  /** GiB; 0 when the launch template decides. */
  readonly diskSize: number;
  readonly scaling: NodeGroupScaling;
  readonly update: NodeGroupUpdate;
  /** The settings under the names of `aws_eks_node_group`; null when none were given. */
  readonly repair: Values | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string | null; readonly effect: string }[];
  readonly launchTemplate: { readonly id: string; readonly name: string; readonly version: string } | null;
  /** What its launch template says of instances; EKS keeps a copy of its own. */
  readonly settings: LaunchSettings;
  readonly remoteAccess: RemoteAccess | null;
  readonly autoScalingGroupName: string;
  readonly tags: Tags;
}

export interface NodeGroupScaling {
  readonly minimum: number;
  readonly desired: number;
  readonly maximum: number;
}

/** How many nodes an update replaces at a time, as a number or a percentage. */
export interface NodeGroupUpdate {
  readonly maxUnavailable: number | null;
  readonly maxUnavailablePercentage: number | null;
  readonly strategy: string | null;
}

export interface RemoteAccess {
  readonly keyName: string | null;
  readonly sourceGroupIds: readonly string[];
  /** The group that EKS made for it. */
  readonly securityGroupId: string;
}

export interface FargateProfile {
  readonly clusterName: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly selectors: readonly { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }[];
  readonly tags: Tags;
}

export interface Capability {
  readonly clusterName: string;
  readonly name: string;
  readonly arn: string;
  readonly type: string;
  readonly version: string;
  readonly roleArn: string;
  /** Null for types without settings. */
  readonly argoCd: ArgoCdSettings | null;
  readonly tags: Tags;
}

export interface ArgoCdSettings {
  readonly namespace: string;
  readonly serverUrl: string;
  /** The instance of IAM Identity Center that knows the users, and the application that EKS makes in it. */
  readonly identityCenter: {
    readonly instanceArn: string;
    readonly region: string;
    readonly applicationArn: string;
  };
  readonly roleMappings: readonly {
    readonly role: string;
    readonly identities: readonly { readonly id: string; readonly type: string }[];
  }[];
  /** Interface endpoints by which alone the server is reached; null when it is public. */
  readonly endpointIds: readonly string[] | null;
}

/** A machine that has joined a cluster, whoever started it. */
export interface Node {
  readonly clusterName: string;
  /** Name of the Kubernetes object, for example `ip-10-0-1-2.ec2.internal`. */
  readonly name: string;
  readonly ready: boolean;
  readonly instanceId: string | null;
  readonly networkInterfaceId: string | null;
  readonly instanceType: string;
  readonly availabilityZone: string;
  /** The managed node group, or null for nodes of other makers. */
  readonly nodeGroup: string | null;
  /** Version of the kubelet's minor. */
  readonly version: string;
}
