import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-role.ts";
import { createLogGroupIfMissing } from "../logs/log-group.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { certificateAuthority } from "./certificate-authority.ts";
import * as check from "./cluster-checks.ts";
import { buildControlPlane, removeFromNetwork, retireGrant } from "./control-plane.ts";
import { defaultMinor, isOffered, versionFacts } from "./facts/kubernetes-versions.ts";
import { checkForwarded, inNameOf } from "./forwarded.ts";
import { type AuthenticationMode, type AutoMode, type Cluster, eks, type SupportType } from "./records.ts";
import { admitCreator, admitRole } from "./role-access.ts";
import { clusterRules as rules } from "./rules/clusters.ts";

/** What `CreateCluster` is asked for; null for what EKS is to choose. */
export interface ClusterProperties extends check.EndpointAccess {
  readonly name: string;
  /** Kubernetes minor. */
  readonly version: string | null;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipFamily: "ipv4" | "ipv6";
  readonly serviceIpv4Cidr: string | null;
  readonly authenticationMode: AuthenticationMode;
  /** Whether who makes the cluster administers it. */
  readonly bootstrapCreatorAdmin: boolean;
  readonly logTypes: readonly string[];
  /** The key that secrets are encrypted with. */
  readonly encryptionKeyArn: string | null;
  readonly supportType: SupportType;
  readonly deletionProtection: boolean;
  readonly zonalShift: boolean;
  readonly scalingTier: string;
  readonly autoMode: AutoMode;
  /** Whether computing, load balancing and storage of Auto Mode are switched on: all or none. */
  readonly autoModeParts: readonly boolean[];
  readonly remoteNodeCidrs: readonly string[];
  readonly remotePodCidrs: readonly string[];
  /** Whether EKS puts the network plugin, the proxy and the name server into the cluster without managing them. */
  readonly bootstrapSelfManagedAddOns: boolean;
  readonly tags: Tags;
}

/** Clusters that an account may have in a Region. */
const clusterLimit = 100;

/** What every cluster gets into itself unless told otherwise. */
const selfManagedAddOns = ["coredns", "kube-proxy", "vpc-cni"];

/**
 * `eks:CreateCluster`, until the control plane is active.
 *
 * @throws AwsError
 */
export function createCluster(aws: Aws, properties: ClusterProperties): Cluster {
  const { name, roleArn, encryptionKeyArn, autoMode, tags } = properties;
  const within = "eks:CreateCluster";
  passRole(aws, { roleArn, service: "eks.amazonaws.com", within });
  if (autoMode.nodeRoleArn) passRole(aws, { roleArn: autoMode.nodeRoleArn, service: "eks.amazonaws.com", within });
  checkForwarded(aws, "CreateCluster", [
    { action: "iam:GetRole", resources: [roleArn] },
    { action: "iam:ListAttachedRolePolicies", resources: [roleArn] },
    { action: "ec2:DescribeSubnets" },
    { action: "ec2:DescribeVpcs" },
    ...(properties.securityGroupIds.length > 0 ? [{ action: "ec2:DescribeSecurityGroups" }] : []),
    ...(encryptionKeyArn ? [{ action: "kms:DescribeKey", resources: [encryptionKeyArn] }] : []),
  ]);
  ensureServiceLinkedRole(aws, "eks.amazonaws.com");
  const request = {
    resources: [clusterArn(aws, name)],
    parameters: { name, version: properties.version, roleArn, subnetIds: properties.subnetIds },
    tags,
  };
  return callEks(aws, "CreateCluster", request, () => {
    const place = checkCreation(aws, properties);
    const service = check.serviceCidr(place.vpc, properties.serviceIpv4Cidr);
    const parts = inNameOf(aws, "CreateCluster", () =>
      buildControlPlane(aws, {
        cluster: name,
        place,
        securityGroupIds: properties.securityGroupIds,
        encryptionKeyArn,
      }),
    );
    const cluster = eks.clusters(aws).put(name, {
      ...newCluster(aws, properties),
      network: {
        vpcId: place.vpc.id,
        subnetIds: properties.subnetIds,
        securityGroupIds: properties.securityGroupIds,
        clusterSecurityGroupId: parts.clusterSecurityGroupId,
        endpointPublicAccess: properties.endpointPublicAccess,
        endpointPrivateAccess: properties.endpointPrivateAccess,
        publicAccessCidrs: properties.publicAccessCidrs,
      },
      service: serviceNetwork(aws, properties, service),
      networkInterfaceIds: parts.networkInterfaceIds,
      encryptionGrantId: parts.encryptionGrantId,
    });
    if (cluster.logTypes.length > 0) createLogGroupIfMissing(aws, logGroupName(name));
    if (properties.bootstrapCreatorAdmin) admitCreator(aws, cluster);
    if (autoMode.enabled && autoMode.nodeRoleArn) admitRole(aws, cluster, autoMode.nodeRoleArn, "EC2");
    aws.insides?.fill(aws, name);
    return cluster;
  });
}

function checkCreation(aws: Aws, properties: ClusterProperties): check.ControlPlanePlace {
  const { name, roleArn, encryptionKeyArn, authenticationMode } = properties;
  const clusters = eks.clusters(aws);
  refuseIf(clusters.has(name), rules.nameTaken, name);
  refuseIf(clusters.size >= clusterLimit, rules.quota, "Cluster", clusterLimit);
  const version = properties.version ?? defaultMinor(aws.world.now);
  refuseUnless(isOffered(version, aws.world.now), rules.versionUnknown, version);
  check.checkRole(aws, roleArn, clusterArn(aws, name));
  const place = check.checkPlace(aws, properties.subnetIds);
  check.checkCapacity(aws, name, place);
  check.checkGroups(aws, place.vpc.id, properties.securityGroupIds);
  check.checkEndpoint(properties);
  refuseIf(properties.ipFamily === "ipv6" && properties.serviceIpv4Cidr !== null, rules.serviceCidrIpv6);
  refuseIf(new Set(properties.autoModeParts).size > 1, rules.autoMode);
  refuseIf(authenticationMode === "CONFIG_MAP" && !properties.bootstrapCreatorAdmin, rules.creatorAdmin);
  if (encryptionKeyArn) check.checkEncryption(aws, encryptionKeyArn);
  return place;
}

type NewCluster = Omit<Cluster, "network" | "service" | "networkInterfaceIds" | "encryptionGrantId">;

function newCluster(aws: Aws, properties: ClusterProperties): NewCluster {
  const { name } = properties;
  const version = properties.version ?? defaultMinor(aws.world.now);
  const id = aws.ids.hex(32, "eks/cluster", [aws.account, aws.region, name]).toUpperCase();
  const shard = shards[aws.ids.number(shards.length, "eks/shard", [aws.account, aws.region, name])];
  const arn = clusterArn(aws, name);
  return {
    name,
    arn,
    createdAt: aws.now,
    version,
    platformVersion: versionFacts(version)?.platform ?? "eks.1",
    roleArn: properties.roleArn,
    endpoint: `https://${id}.${shard}.${endpointDomain(aws, properties.ipFamily)}`,
    issuer: `https://oidc.eks.${aws.region}.amazonaws.com/id/${id}`,
    certificateAuthority: certificateAuthority(aws.ids.hex(64, "eks/authority", arn), aws.world.now),
    authenticationMode: properties.authenticationMode,
    logTypes: properties.logTypes,
    encryptionKeyArn: properties.encryptionKeyArn,
    supportType: properties.supportType,
    deletionProtection: properties.deletionProtection,
    zonalShift: properties.zonalShift,
    scalingTier: properties.scalingTier,
    autoMode: properties.autoMode,
    remoteNodeCidrs: properties.remoteNodeCidrs,
    remotePodCidrs: properties.remotePodCidrs,
    selfManagedAddOns: properties.bootstrapSelfManagedAddOns ? selfManagedAddOns : [],
    customisedFields: {},
    lastUpgrade: null,
    tags: properties.tags,
  };
}

/** Parts of EKS that control planes are spread over; part of their endpoints. */
const shards = ["gr7", "sk1", "yl4"] as const;

function endpointDomain({ region, partition }: Aws, ipFamily: ClusterProperties["ipFamily"]): string {
  if (ipFamily === "ipv6") return `${region}.api.aws`;
  return `${region}.eks.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
}

function serviceNetwork(aws: Aws, { name, ipFamily }: ClusterProperties, ipv4Cidr: string): Cluster["service"] {
  if (ipFamily === "ipv4") return { ipFamily, ipv4Cidr, ipv6Cidr: null };
  const digits = aws.ids.hex(12, "eks/service-range", name);
  return {
    ipFamily,
    ipv4Cidr: null,
    ipv6Cidr: `fd${digits.slice(0, 2)}:${digits.slice(2, 6)}:${digits.slice(6, 10)}::/108`,
  };
}

/** Where the control plane writes its logs. */
export function logGroupName(cluster: string): string {
  return `/aws/eks/${cluster}/cluster`;
}

/**
 * `eks:DescribeCluster`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeCluster(aws: Aws, name: string): Cluster {
  return callEks(aws, "DescribeCluster", { resources: [clusterArn(aws, name)] }, () => requireCluster(aws, name));
}

/**
 * `eks:DeleteCluster`, until it is gone. Add-ons, access entries, capabilities and roles of pods go with it; nodes that EKS does not
 * manage, the log group and everything in IAM stay. The last logs make the group again if somebody deleted it before.
 *
 * @throws AwsError
 */
export function deleteCluster(aws: Aws, name: string): void {
  const request = { resources: [clusterArn(aws, name)], parameters: { name } };
  const cluster = callEks(aws, "DeleteCluster", request, () => {
    const held = requireCluster(aws, name);
    refuseIf(held.deletionProtection, rules.deleteProtected, name);
    refuseIf(
      eks.nodeGroups(aws).find(({ clusterName }) => clusterName === name),
      rules.deleteNodeGroups,
    );
    const profile = eks.fargateProfiles(aws).find(({ clusterName }) => clusterName === name);
    refuseIf(profile, rules.deleteFargate, name, profile?.name ?? "");
    for (const table of partsOf(aws)) {
      for (const key of [...table.keys()]) if (table.get(key)?.clusterName === name) table.delete(key);
    }
    eks.clusters(aws).delete(name);
    aws.insides?.forget(aws, name);
    return held;
  });
  if (cluster.logTypes.length > 0) createLogGroupIfMissing(aws, logGroupName(name));
  removeFromNetwork(aws, cluster);
  retireGrant(aws, cluster);
}

/** What goes with a cluster. */
function partsOf(aws: Aws) {
  return [
    eks.addOns(aws),
    eks.accessEntries(aws),
    eks.podIdentityAssociations(aws),
    eks.capabilities(aws),
    eks.nodes(aws),
  ];
}
