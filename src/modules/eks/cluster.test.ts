import { describe, expect, test } from "vitest";
import { policyOf, record, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { EksCluster, type EksClusterProps } from "./cluster.ts";

const account = "111111111111";
const boundary = `arn:aws:iam::${account}:policy/boundary`;

const entries: EksClusterProps["access"] = [
  entry("ci", { policyArns: [policyArn("ClusterAdmin")] }),
  entry("developers", { policyArns: [policyArn("AdminView"), policyArn("Edit")], namespaces: ["airflow"] }),
];

function entry(
  key: string,
  rights: { readonly policyArns: readonly string[]; readonly namespaces?: readonly string[] },
): EksClusterProps["access"][number] {
  return { key, principalArn: `arn:aws:iam::${account}:role/${key}`, namespaces: [], ...rights };
}

function cluster(change: Partial<EksClusterProps> = {}): Synthesised {
  return synthesise((stack) => {
    new EksCluster(stack, "kubernetes", {
      name: "k8",
      version: "1.35",
      account,
      region: "us-east-1",
      roleBoundaryArn: boundary,
      network: { vpcId: "vpc-1", controlPlaneSubnetIds: ["subnet-1", "subnet-2"] },
      apiNetworks: [{ name: "vpn", cidr: "52.0.0.1/32" }],
      logs: {
        types: ["api", "audit"],
        retentionDays: 90,
        encryptionKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
      },
      addOnVersions: {
        "vpc-cni": "v1.22.4-eksbuild.3",
        "kube-proxy": "v1.35.3-eksbuild.21",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      },
      podSecurityGroups: "standard",
      access: entries,
      protect: false,
      ...change,
    });
  });
}

function policyArn(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;
}

describe("the API", () => {
  // Defect 11: the public endpoint was open to everybody.
  test("is opened to named networks only, and to the VPC", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["52.0.0.1/32"],
    });
  });

  test("stays private when no network is named", () => {
    const { vpc_config: settings } = cluster({ apiNetworks: [] }).resource("aws_eks_cluster.cluster");
    expect(settings).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(record(settings).public_access_cidrs).toBeUndefined();
  });
});

describe("the control plane", () => {
  test("runs the declared version in the declared subnets, with standard support", () => {
    expect(cluster().resource("aws_eks_cluster.cluster")).toMatchObject({
      version: "1.35",
      vpc_config: { subnet_ids: ["subnet-1", "subnet-2"] },
      upgrade_policy: { support_type: "STANDARD" },
      bootstrap_self_managed_addons: false,
    });
  });

  // Defects 4 and 5: policies of nodes and pods hung on the cluster's role, one of them twice.
  test("has the two policies that it needs, each attached once, and nothing of nodes or pods", () => {
    const attached = Object.entries(cluster().resources("aws_iam_role_policy_attachment"))
      .filter(([, { role }]) => role === expression("aws_iam_role.cluster.name"))
      .map(([, body]) => body.policy_arn);
    expect(attached.sort()).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
    ]);
  });

  test("goes before its policies and after its log group, so that EKS can clear up behind it", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").depends_on).toEqual([
      "aws_iam_role_policy_attachment.cluster_policy",
      "aws_iam_role_policy_attachment.cluster_vpc_resources",
      "aws_cloudwatch_log_group.cluster",
    ]);
  });

  // Defect 34: the group had no key, and two of five log types were off.
  test("logs what it is told to an encrypted group that keeps it as long as it is told", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").enabled_cluster_log_types).toEqual(["api", "audit"]);
    expect(module.resource("aws_cloudwatch_log_group.cluster")).toEqual({
      name: "/aws/eks/k8/cluster",
      retention_in_days: 90,
      kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/1",
    });
  });

  test("encrypts Secrets with a key of its own, which rotates and which its role alone may use", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").encryption_config).toEqual({
      provider: { key_arn: expression("aws_kms_key.cluster_secrets.arn") },
      resources: ["secrets"],
    });
    const { enable_key_rotation, policy } = module.resource("aws_kms_key.cluster_secrets");
    expect(enable_key_rotation).toBe(true);
    expect(policyOf(policy).Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: `arn:aws:iam::${account}:root` },
      { AWS: expression("aws_iam_role.cluster.arn") },
    ]);
  });
});

describe("access", () => {
  // Defects 13 and 120: entries were keyed by the index of a list that came from the account.
  test("is keyed by the names in the configuration, so that a new entry touches no other", () => {
    const before = cluster();
    const after = cluster({ access: [entry("a-first", { policyArns: [policyArn("View")] }), ...entries] });
    for (const type of ["aws_eks_access_entry", "aws_eks_access_policy_association"]) {
      expect(after.resources(type)).toMatchObject(before.resources(type));
    }
    expect(Object.keys(after.resources("aws_eks_access_entry"))).toEqual(["a_first", "ci", "developers"]);
  });

  // Defect 14: whoever ran the plan became the administrator.
  test("is given to nobody for having made the cluster", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  // Defect 12: every developer could edit everything everywhere.
  test("reaches as far as is declared: the whole cluster, or some namespaces", () => {
    const associations = cluster().resources("aws_eks_access_policy_association");
    expect(associations.ci_cluster_admin).toMatchObject({ access_scope: { type: "cluster" } });
    expect(associations.developers_edit).toMatchObject({
      access_scope: { type: "namespace", namespaces: ["airflow"] },
    });
    expect(Object.keys(associations)).toEqual(["ci_cluster_admin", "developers_admin_view", "developers_edit"]);
  });
});

describe("security groups", () => {
  // Defect 15: the group that was passed to the cluster was ignored.
  test("of the control plane is the one that the cluster gets", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      security_group_ids: [expression("aws_security_group.cluster.id")],
    });
    expect(module.resource("aws_vpc_security_group_ingress_rule.cluster_from_nodes")).toMatchObject({
      security_group_id: expression("aws_security_group.cluster.id"),
      referenced_security_group_id: expression("aws_security_group.nodes.id"),
      from_port: 443,
      to_port: 443,
    });
  });

  test("hold no rule themselves: each rule is a resource with a name and a description", () => {
    const module = cluster();
    for (const body of Object.values(module.resources("aws_security_group"))) {
      expect([body.ingress, body.egress]).toEqual([undefined, undefined]);
    }
    const rules = [
      ...Object.values(module.resources("aws_vpc_security_group_ingress_rule")),
      ...Object.values(module.resources("aws_vpc_security_group_egress_rule")),
    ];
    expect(rules).toHaveLength(15);
    for (const { description, tags } of rules) {
      expect(description).toMatch(/^[a-zA-Z0-9 ._:/()#,@+=&;{}!$*-]+$/);
      expect(record(tags).Name).toBeTruthy();
    }
  });

  test("let nothing in from an address, and only nodes out to everywhere", () => {
    const module = cluster();
    for (const body of Object.values(module.resources("aws_vpc_security_group_ingress_rule"))) {
      expect([body.cidr_ipv4, body.cidr_ipv6]).toEqual([undefined, undefined]);
    }
    const wayOut = Object.entries(module.resources("aws_vpc_security_group_egress_rule")).filter(
      ([, { cidr_ipv4 }]) => cidr_ipv4,
    );
    expect(wayOut.map(([name]) => name)).toEqual(["nodes_anywhere"]);
  });

  test.each([
    ["https", 443],
    ["kubelet", 10250],
    ["webhooks_4443", 4443],
    ["webhooks_6443", 6443],
    ["webhooks_8443", 8443],
    ["webhooks_9443", 9443],
  ])("let the control plane call nodes on %s", (name, port) => {
    expect(cluster().resource(`aws_vpc_security_group_ingress_rule.nodes_${name}`)).toMatchObject({
      security_group_id: expression("aws_security_group.nodes.id"),
      referenced_security_group_id: expression("aws_security_group.cluster.id"),
      ip_protocol: "tcp",
      from_port: port,
      to_port: port,
    });
  });

  // Defect 32: pods could ask every private address for names, and the group bore no tags.
  test("let pods with a group of their own ask the nodes for names, and nobody else", () => {
    const module = cluster();
    for (const protocol of ["tcp", "udp"]) {
      const traffic = { ip_protocol: protocol, from_port: 53, to_port: 53 };
      expect(module.resource(`aws_vpc_security_group_egress_rule.pod_dns_${protocol}`)).toMatchObject({
        security_group_id: expression("aws_security_group.pod_dns.id"),
        referenced_security_group_id: expression("aws_security_group.nodes.id"),
        ...traffic,
      });
      expect(module.resource(`aws_vpc_security_group_ingress_rule.nodes_dns_${protocol}_from_pods`)).toMatchObject({
        security_group_id: expression("aws_security_group.nodes.id"),
        referenced_security_group_id: expression("aws_security_group.pod_dns.id"),
        ...traffic,
      });
    }
    expect(record(module.resource("aws_security_group.pod_dns").tags).Name).toBe("k8-pod-dns-egress");
  });

  test("of the nodes is found by what makes load balancers", () => {
    expect(cluster().resource("aws_security_group.nodes").tags).toEqual({
      Name: "k8-node",
      "kubernetes.io/cluster/k8": "owned",
    });
  });
});

describe("add-ons", () => {
  // Defects 75 and 87: versions followed whatever was newest on the day of the plan.
  test("have the pinned versions, take the place of what was there and outlive their declaration", () => {
    const addOns = cluster().resources("aws_eks_addon");
    expect(Object.entries(addOns).map(([, { addon_name, addon_version }]) => [addon_name, addon_version])).toEqual([
      ["vpc-cni", "v1.22.4-eksbuild.3"],
      ["kube-proxy", "v1.35.3-eksbuild.21"],
      ["eks-pod-identity-agent", "v1.3.10-eksbuild.3"],
    ]);
    for (const body of Object.values(addOns)) {
      expect(body).toMatchObject({
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "PRESERVE",
        preserve: true,
      });
    }
  });

  test("without a pinned version are refused by name, with the two places for one", () => {
    const { "kube-proxy": _unpinned, ...addOnVersions } = { "vpc-cni": "v1.22.4-eksbuild.3", "kube-proxy": "" };
    expect(() => cluster({ addOnVersions })).toThrow(/ES0203[\s\S]*kube-proxy[\s\S]*catalogue, or to cluster.addOns/);
  });

  test("set the VPC CNI to prefixes, interfaces for pods, and network policies with their log", () => {
    const settings = (change: Partial<EksClusterProps> = {}) =>
      JSON.parse(String(cluster(change).resource("aws_eks_addon.vpc_cni").configuration_values));
    expect(settings()).toEqual({
      enableNetworkPolicy: "true",
      nodeAgent: { enablePolicyEventLogs: "true", enableCloudWatchLogs: "true" },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
      env: {
        ENABLE_PREFIX_DELEGATION: "true",
        ENABLE_POD_ENI: "true",
        POD_SECURITY_GROUP_ENFORCING_MODE: "standard",
      },
    });
    expect(settings({ podSecurityGroups: "strict" }).env.POD_SECURITY_GROUP_ENFORCING_MODE).toBe("strict");
  });

  // Defect 6: the VPC CNI lived on the credentials of the nodes.
  test("give the VPC CNI a role of its own", () => {
    const module = cluster();
    const { service_account_role_arn, depends_on } = module.resource("aws_eks_addon.vpc_cni");
    expect(service_account_role_arn).toBe(expression("aws_iam_role.vpc_cni.arn"));
    expect(depends_on).toEqual([
      "aws_iam_role_policy_attachment.vpc_cni_interfaces",
      "aws_iam_role_policy.vpc_cni_policy_logs",
    ]);
    expect(module.resource("aws_iam_role_policy_attachment.vpc_cni_interfaces").policy_arn).toBe(
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    );
  });

  // Defect 1: a trust without a condition let every workload of the cluster in.
  test("trust one service account with that role, for the audience of STS", () => {
    const [trust] = policyOf(cluster().resource("aws_iam_role.vpc_cni").assume_role_policy).Statement;
    const issuer = expression('replace(aws_eks_cluster.cluster.identity[0].oidc[0].issuer, "https://", "")');
    expect(trust).toEqual({
      Effect: "Allow",
      Principal: { Federated: expression("aws_iam_openid_connect_provider.cluster.arn") },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: "system:serviceaccount:kube-system:aws-node",
        },
      },
    });
  });

  // Defect 7: rights to write logs on every resource of the account.
  test("write the log of network policies to the cluster's group alone", () => {
    const statements = policyOf(cluster().resource("aws_iam_role_policy.vpc_cni_policy_logs").policy).Statement;
    expect(statements.find(({ Sid }) => Sid === "WriteNetworkPolicyLogs")?.Resource).toEqual([
      expression("aws_cloudwatch_log_group.cluster.arn"),
      `${expression("aws_cloudwatch_log_group.cluster.arn")}:*`,
    ]);
  });
});

test("IAM trusts the cluster's tokens for STS", () => {
  expect(cluster().resource("aws_iam_openid_connect_provider.cluster")).toMatchObject({
    url: expression("aws_eks_cluster.cluster.identity[0].oidc[0].issuer"),
    client_id_list: ["sts.amazonaws.com"],
    tags: { Name: "k8-eks-irsa" },
  });
});

// Defect 8: CI could make a role that may do anything.
test("every role bears the boundary without which CI may make none", () => {
  const roles = Object.values(cluster().resources("aws_iam_role"));
  expect(roles.map(({ permissions_boundary }) => permissions_boundary)).toEqual([boundary, boundary]);
});

// Defect 46: nothing was protected from being destroyed.
test("the cluster and its key are guarded against their destruction where that is asked for, and nowhere else", () => {
  const guarded = cluster({ protect: true });
  expect(guarded.resource("aws_eks_cluster.cluster")).toMatchObject({
    deletion_protection: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(guarded.resource("aws_kms_key.cluster_secrets").lifecycle).toEqual({ prevent_destroy: true });
  const open = cluster({ protect: false });
  expect(open.resource("aws_eks_cluster.cluster")).toMatchObject({ deletion_protection: false });
  expect(open.resource("aws_eks_cluster.cluster").lifecycle).toBeUndefined();
});
