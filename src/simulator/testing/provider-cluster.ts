import { eks } from "../aws/eks/records.ts";
import type { Controller } from "../kubernetes/controller.ts";
import { protectionController } from "../kubernetes/storage/protection.ts";
import { type TestCluster, testCluster } from "../kubernetes/testing/cluster.ts";
import type { Value, Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { testCloud } from "./cloud.ts";
import { simpleWorkloads } from "./helm.ts";

/** The cluster `test` as providers see it that run as the user `ci`, who administers it. */
export class ProviderCluster {
  readonly inside: TestCluster;
  readonly environment: Readonly<Record<string, string>>;

  constructor(inside: TestCluster, environment: Readonly<Record<string, string>>) {
    this.inside = inside;
    this.environment = environment;
  }

  get world(): World {
    return this.inside.cluster.world;
  }

  /** What a provider is made for. */
  get surroundings() {
    return { world: this.world, actor: this.inside.actor, folder: "", clusters: this.inside.clusters };
  }

  /** A provider block that says all that is needed, with changes; null leaves something out. */
  block(changes: Values = {}): Values {
    const { endpoint = "", certificateAuthority = "" } = this.inside.cluster.eks ?? {};
    return {
      host: endpoint,
      cluster_ca_certificate: Buffer.from(certificateAuthority, "base64").toString("utf8"),
      exec: [this.exec()],
      ...changes,
    };
  }

  /** A block `exec` for the AWS command line, with changes. */
  exec(changes: Values = {}): Value {
    return {
      api_version: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: ["eks", "get-token", "--cluster-name", "test"],
      ...changes,
    };
  }
}

/** A fresh cluster with controllers in it that make workloads ready, unless others are given. */
export function providerCluster(
  controllers: readonly Controller[] = [simpleWorkloads, protectionController],
): ProviderCluster {
  const inside = testCluster({ controllers, namespaces: ["team"] });
  const cloud = testCloud({ world: inside.cluster.world });
  const { arn, unique_id } = cloud.create("aws_iam_user", { name: "ci" });
  const { id } = cloud.create("aws_iam_access_key", { user: "ci" });
  const now = inside.cluster.now.toISOString();
  eks.accessEntries(cloud.aws).put(`test:${String(arn)}`, {
    clusterName: "test",
    principalArn: String(arn),
    principalId: String(unique_id),
    arn: "arn:aws:eks:us-east-1:123456789012:access-entry/test/user/123456789012/ci/1",
    type: "STANDARD",
    userName: String(arn),
    groups: [],
    policies: [
      {
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        scope: "cluster",
        namespaces: [],
        associatedAt: now,
        modifiedAt: now,
      },
    ],
    createdAt: now,
    modifiedAt: now,
    tags: {},
  });
  return new ProviderCluster(inside, { AWS_ACCESS_KEY_ID: String(id), AWS_REGION: "us-east-1" });
}
