import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { userWith } from "../../testing/cluster.ts";
import { controlPlaneBench } from "../../testing/control-plane.ts";

describe("the data source of a cluster", () => {
  test("shows what the resource shows", () => {
    const bench = controlPlaneBench();
    const state = bench.create({ tags: { team: "data" } });
    const { arn, endpoint, identity, certificate_authority, vpc_config, version } = state;
    const found = bench.cloud.data("aws_eks_cluster", { name: "test" });
    expect(found).toMatchObject({ id: "test", arn, endpoint, identity, certificate_authority, vpc_config, version });
    expect(found).toMatchObject({ status: "ACTIVE", tags: { team: "data" } });
  });

  test("does not find one that is not there", () => {
    const { cloud } = controlPlaneBench();
    expect(() => cloud.data("aws_eks_cluster", { name: "test" })).toThrow(
      "reading EKS Cluster (test): couldn't find resource",
    );
  });

  test("needs the right to describe it", () => {
    const bench = controlPlaneBench();
    bench.create();
    const user = userWith(bench.cloud, ["eks:ListClusters"]);
    expect(() => user.data("aws_eks_cluster", { name: "test" })).toThrow("eks:DescribeCluster");
    expect(user.data("aws_eks_clusters", {})).toMatchObject({ id: "us-east-1", names: ["test"] });
  });

  test("lists the clusters of the Region", () => {
    const bench = controlPlaneBench();
    bench.create();
    bench.create({ name: "another" });
    expect(bench.cloud.data("aws_eks_clusters", {}).names).toEqual(["test", "another"]);
    expect(bench.cloud.data("aws_eks_clusters", { region: "eu-west-1" }).names).toEqual([]);
  });
});

describe("the token of a cluster", () => {
  const urlIn = (token: unknown) => {
    const [, encoded = ""] = /^k8s-aws-v1\.([\w-]+)$/.exec(String(token)) ?? [];
    return new URL(Buffer.from(encoded, "base64url").toString());
  };

  test("is a signed request for the caller's identity, and needs no cluster", () => {
    const { cloud } = controlPlaneBench();
    const url = urlIn(cloud.data("aws_eks_cluster_auth", { name: "not-there" }).token);
    expect(url.host).toBe("sts.us-east-1.amazonaws.com");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: "GetCallerIdentity",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
      "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("is new whenever it is read or opened", () => {
    const { cloud } = controlPlaneBench();
    const tokens = [
      cloud.data("aws_eks_cluster_auth", { name: "test" }).token,
      cloud.data("aws_eks_cluster_auth", { name: "test" }).token,
      cloud.open("aws_eks_cluster_auth", { name: "test" }).token,
    ];
    expect(new Set(tokens).size).toBe(3);
  });
});

describe("the versions of clusters", () => {
  const minors = (config: Values) => {
    const versions = controlPlaneBench().cloud.data("aws_eks_cluster_versions", config).cluster_versions;
    return (versions as readonly { cluster_version: string }[]).map(({ cluster_version }) => cluster_version);
  };

  test("are those on offer, newest first", () => {
    expect(minors({})).toEqual(["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"]);
    expect(minors({ include_all: true })).toContain("1.30");
  });

  test("can be asked for by name, by support and by type of cluster", () => {
    expect(minors({ cluster_versions_only: ["1.34", "1.32"] })).toEqual(["1.34", "1.32"]);
    expect(minors({ version_status: "EXTENDED_SUPPORT" })).toEqual(["1.33", "1.32", "1.31"]);
    expect(minors({ version_status: "UNSUPPORTED" })).toEqual(["1.30"]);
    expect(minors({ cluster_type: "eks" })).toHaveLength(6);
    expect(minors({ cluster_type: "eks-local-outposts" })).toEqual([]);
  });

  test("say when their support ends", () => {
    const { cloud } = controlPlaneBench();
    const { cluster_versions } = cloud.data("aws_eks_cluster_versions", { cluster_versions_only: ["1.35"] });
    expect(cluster_versions).toMatchObject([
      {
        cluster_type: "eks",
        end_of_standard_support_date: "2027-03-27T00:00:00Z",
        end_of_extended_support_date: "2028-03-27T00:00:00Z",
        kubernetes_patch_version: "1.35.6",
        version_status: "STANDARD_SUPPORT",
      },
    ]);
  });
});
