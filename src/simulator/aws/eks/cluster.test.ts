import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { userWith } from "../../testing/cluster.ts";
import { type ControlPlaneBench, controlPlaneBench, encryptedWith } from "../../testing/control-plane.ts";
import { findLogGroup } from "../logs/log-group.ts";
import { eks } from "./records.ts";

const type = "aws_eks_cluster";

describe("a new cluster", () => {
  test("has an endpoint and an issuer with the same id, and reads as it was made", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const [, id] =
      /^https:\/\/([0-9A-F]{32})\.[a-z0-9]{3}\.us-east-1\.eks\.amazonaws\.com$/.exec(String(state.endpoint)) ?? [];
    expect(state).toMatchObject({
      arn: "arn:aws:eks:us-east-1:123456789012:cluster/test",
      identity: [{ oidc: [{ issuer: `https://oidc.eks.us-east-1.amazonaws.com/id/${id}` }] }],
      platform_version: expect.stringMatching(/^eks\.\d+$/),
      status: "ACTIVE",
    });
    expect(bench.cloud.read(type, state)).toEqual(state);
    expect(bench.cloud.plan(type, state, bench.config()).action).toBe("none");
  });

  test("has an authority of its own, for ten years", () => {
    const [authority] = controlPlaneBench().create().certificate_authority as readonly { data: string }[];
    const certificate = new X509Certificate(Buffer.from(authority?.data ?? "", "base64"));
    expect(certificate.subject).toBe("CN=kubernetes");
    expect(certificate.ca).toBe(true);
    const years = new Date(certificate.validTo).getUTCFullYear() - new Date(certificate.validFrom).getUTCFullYear();
    expect(years).toBe(10);
  });

  test("is the same in every world of the same seed, and another when it is made again", () => {
    const bench = controlPlaneBench();
    const first = bench.create();
    expect(controlPlaneBench().create()).toEqual(first);
    bench.cloud.delete(type, first);
    const second = bench.create();
    expect(second.endpoint).not.toBe(first.endpoint);
    expect(second.certificate_authority).not.toEqual(first.certificate_authority);
  });

  test("imports as it was made", () => {
    const bench = controlPlaneBench();
    const state = bench.create({ enabled_cluster_log_types: ["audit"] });
    expect(bench.cloud.import(type, "test")).toEqual(state);
    expect(() => bench.cloud.import(type, "other")).toThrow("Cannot import non-existent remote object");
  });

  test("without a version is of the default minor, which is not always the newest", () => {
    expect(controlPlaneBench().create().version).toBe("1.36");
    const bench = controlPlaneBench();
    expect(bench.cloud.data("aws_eks_cluster_versions", { default_only: true }).cluster_versions).toMatchObject([
      { cluster_version: bench.create().version, default_version: true },
    ]);
  });

  test("has a range of services beside that of its VPC", () => {
    const bench = controlPlaneBench();
    expect(bench.create().kubernetes_network_config).toMatchObject([{ service_ipv4_cidr: "172.20.0.0/16" }]);
    const unusual = { kubernetes_network_config: [{ service_ipv4_cidr: "100.64.0.0/16" }] };
    expect(() => bench.create({ name: "other", ...unusual })).toThrow("must be within RFC1918 range");
  });

  test("of family IPv6 has a range of its own, and the endpoint that both families reach", () => {
    const state = controlPlaneBench().create({ kubernetes_network_config: [{ ip_family: "ipv6" }] });
    expect(state.endpoint).toMatch(/\.us-east-1\.api\.aws$/);
    expect(state.kubernetes_network_config).toMatchObject([
      { ip_family: "ipv6", service_ipv4_cidr: null, service_ipv6_cidr: expect.stringMatching(/^fd[0-9a-f:]+\/108$/) },
    ]);
  });

  test("on Outposts is not simulated, and says so", () => {
    const outpost = {
      control_plane_instance_type: "m5.large",
      outpost_arns: ["arn:aws:outposts:us-east-1::outpost/op"],
    };
    expect(() => controlPlaneBench().create({ outpost_config: [outpost] })).toThrow("not simulated");
  });

  test("brings the objects of three add-ons unless told otherwise", () => {
    const bench = controlPlaneBench();
    bench.create();
    bench.create({ name: "bare", bootstrap_self_managed_addons: false });
    const objects = eks
      .clusters(bench.cloud.aws)
      .rows()
      .map(({ selfManagedAddOns }) => selfManagedAddOns);
    expect(objects).toEqual([["coredns", "kube-proxy", "vpc-cni"], []]);
  });
});

describe("the logs of a cluster", () => {
  const name = "/aws/eks/test/cluster";
  const logging = { enabled_cluster_log_types: ["audit"] };

  test("go to a group that EKS makes without retention", () => {
    const bench = controlPlaneBench();
    bench.create(logging);
    expect(findLogGroup(bench.cloud.aws, name)).toMatchObject({ retentionInDays: 0, tags: {} });
    expect(() => bench.cloud.create("aws_cloudwatch_log_group", { name })).toThrow("ResourceAlreadyExistsException");
  });

  test("go to the group that was made before, which stays as it is", () => {
    const bench = controlPlaneBench();
    bench.cloud.create("aws_cloudwatch_log_group", { name, retention_in_days: 30 });
    bench.create(logging);
    expect(findLogGroup(bench.cloud.aws, name)).toMatchObject({ retentionInDays: 30 });
  });

  test("bring a group back that was deleted before the cluster", () => {
    const bench = controlPlaneBench();
    const group = bench.cloud.create("aws_cloudwatch_log_group", { name, retention_in_days: 30 });
    const state = bench.create(logging);
    bench.cloud.delete("aws_cloudwatch_log_group", group);
    bench.cloud.delete(type, state);
    expect(findLogGroup(bench.cloud.aws, name)).toMatchObject({ retentionInDays: 0 });
  });

  test("need no group while logging is off", () => {
    const bench = controlPlaneBench();
    bench.cloud.delete(type, bench.create());
    expect(findLogGroup(bench.cloud.aws, name)).toBeUndefined();
  });
});

describe("who makes a cluster", () => {
  const rights = [
    "eks:CreateCluster",
    "eks:TagResource",
    "iam:PassRole",
    "iam:GetRole",
    "iam:ListAttachedRolePolicies",
    "iam:CreateServiceLinkedRole",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ec2:DescribeSecurityGroups",
    "kms:DescribeKey",
    "kms:CreateGrant",
  ];

  const wanted = (bench: ControlPlaneBench) =>
    bench.config({
      ...bench.placed({ security_group_ids: [bench.network.group()] }),
      ...encryptedWith(bench.cloud.create("aws_kms_key", {}).arn),
      tags: { team: "data" },
    });

  test.each(rights)("needs %s", (missing) => {
    const bench = controlPlaneBench();
    const config = wanted(bench);
    const user = userWith(
      bench.cloud,
      rights.filter((right) => right !== missing),
    );
    expect(() => user.create(type, config)).toThrow(new RegExp(`(?:AccessDenied|UnauthorizedOperation).*${missing}`));
    expect(eks.clusters(bench.cloud.aws).size).toBe(0);
  });

  test("needs nothing else, and administers it", () => {
    const bench = controlPlaneBench();
    const user = userWith(bench.cloud, rights);
    user.create(type, { ...wanted(bench), ...authenticatedBy("API", null) });
    expect(eks.accessEntries(bench.cloud.aws).rows()).toMatchObject([
      {
        principalArn: user.aws.principal.arn,
        type: "STANDARD",
        policies: [{ policyArn: expect.stringContaining("AmazonEKSClusterAdminPolicy"), scope: "cluster" }],
      },
    ]);
  });

  test.each([
    ["that is told not to let its creator in", authenticatedBy("API", false)],
    ["that knows no access entries", authenticatedBy("CONFIG_MAP", true)],
  ])("gets no entry in a cluster %s", (_, access) => {
    const bench = controlPlaneBench();
    userWith(bench.cloud, rights).create(type, bench.config(access));
    expect(eks.accessEntries(bench.cloud.aws).rows()).toEqual([]);
  });
});

describe("Auto Mode", () => {
  const parts = (enabled: boolean, role: string) => ({
    compute_config: [{ enabled, node_pools: enabled ? ["system"] : null, node_role_arn: enabled ? role : null }],
    kubernetes_network_config: [{ elastic_load_balancing: [{ enabled }] }],
    storage_config: [{ block_storage: [{ enabled }] }],
  });

  test("is on in all its parts or in none, which the provider sees at plan", () => {
    const bench = controlPlaneBench();
    const { compute_config } = parts(true, bench.roleArn);
    expect(() => bench.cloud.plan(type, null, bench.config({ compute_config }))).toThrow("must all be set to either");
  });

  test("lets its nodes in, and out again when it is switched off", () => {
    const bench = controlPlaneBench();
    const api = authenticatedBy("API", true);
    const state = bench.create({ ...api, ...parts(true, bench.roleArn) });
    expect(bench.cloud.read(type, state)).toEqual(state);
    expect(eks.accessEntries(bench.cloud.aws).rows()).toMatchObject([{ type: "EC2", principalArn: bench.roleArn }]);
    bench.update(state, { ...api, ...parts(false, bench.roleArn) });
    expect(eks.accessEntries(bench.cloud.aws).rows()).toEqual([]);
  });
});

function authenticatedBy(authentication_mode: string, creatorIsAdmin: boolean | null): Values {
  return {
    access_config: [{ authentication_mode, bootstrap_cluster_creator_admin_permissions: creatorIsAdmin }],
  };
}
