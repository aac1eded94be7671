import { createAccount } from "../../aws/accounts.ts";
import { certificateAuthority } from "../../aws/eks/certificate-authority.ts";
import { type Cluster as EksCluster, eks } from "../../aws/eks/records.ts";
import type { Actor } from "../../world/journal.ts";
import { World } from "../../world/world.ts";
import { systemUser, type User } from "../access/user.ts";
import { KubernetesApi } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { Clusters } from "../clusters.ts";
import type { Controller } from "../controller.ts";
import { noRepositories, type Repositories } from "../repositories.ts";
import { runControllers, type Waited } from "../run-controllers.ts";
import { fillNewCluster } from "../server/new-cluster.ts";

/** What is particular to a cluster of a test. */
export interface TestClusterOptions {
  /** A world that holds the cluster `test` already, for example that of `cloudWithCluster()`; a fresh one when left out. */
  readonly world?: World;
  /** What runs in the cluster; nothing when left out. */
  readonly controllers?: readonly Controller[];
  readonly repositories?: Repositories;
  /** Namespaces beside those of every cluster. */
  readonly namespaces?: readonly string[];
  /** What the record of EKS says differently. */
  readonly eks?: Partial<EksCluster>;
}

/** One cluster, `test` in us-east-1 of account 123456789012, with short ways to work on it. */
export class TestCluster {
  readonly clusters: Clusters;
  readonly cluster: Cluster;
  /** The API server as a controller of the control plane sees it. */
  readonly api: KubernetesApi;
  readonly actor: Actor = { stack: "test", run: "test" };

  constructor(clusters: Clusters) {
    this.clusters = clusters;
    this.cluster = clusters.of({ account: "123456789012", region: "us-east-1", name: "test" });
    this.api = this.as(systemUser);
  }

  /** The API server as somebody else sees it; the field manager is `test` unless said otherwise. */
  as(user: User, fieldManager = "test"): KubernetesApi {
    return new KubernetesApi(this.cluster, user, fieldManager, this.clusters);
  }

  /** Lets controllers work for so many simulated seconds at most, or until what is waited for holds. */
  run(seconds = 600, until?: () => boolean): Waited {
    return runControllers(this.clusters, this.cluster, this.actor, { seconds, ...(until ? { until } : {}) });
  }
}

/** A fresh cluster as EKS hands it over, and what runs in it. */
export function testCluster(options: TestClusterOptions = {}): TestCluster {
  const { world = World.inMemory(), controllers = [], repositories = noRepositories, namespaces = [] } = options;
  createAccount(world, { id: "123456789012", name: "test", actor: { stack: "onboarding", run: "onboarding" } });
  const test = new TestCluster(new Clusters(world, controllers, repositories));
  const aws = test.cluster.awsOf(test.actor);
  const held = test.cluster.eks ?? eksRecord(world);
  eks.clusters(aws).put("test", { ...held, ...options.eks });
  fillNewCluster(test.cluster);
  for (const name of namespaces) test.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  return test;
}

function eksRecord(world: World): EksCluster {
  return {
    name: "test",
    arn: "arn:aws:eks:us-east-1:123456789012:cluster/test",
    createdAt: world.now.toISOString(),
    version: "1.35",
    platformVersion: "eks.1",
    roleArn: "arn:aws:iam::123456789012:role/cluster",
    endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
    issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    certificateAuthority: certificateAuthority("0".repeat(64), world.now),
    network: {
      vpcId: "vpc-0",
      subnetIds: [],
      securityGroupIds: [],
      clusterSecurityGroupId: "sg-0",
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
    service: { ipFamily: "ipv4", ipv4Cidr: "172.20.0.0/16", ipv6Cidr: null },
    authenticationMode: "API",
    logTypes: [],
    encryptionKeyArn: null,
    encryptionGrantId: null,
    supportType: "STANDARD",
    deletionProtection: false,
    zonalShift: false,
    scalingTier: "standard",
    autoMode: { enabled: false, nodePools: [], nodeRoleArn: null },
    remoteNodeCidrs: [],
    remotePodCidrs: [],
    selfManagedAddOns: [],
    customisedFields: {},
    lastUpgrade: null,
    networkInterfaceIds: [],
    tags: {},
  };
}
