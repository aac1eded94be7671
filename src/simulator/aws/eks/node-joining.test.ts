import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { changeCluster, roleFor } from "../../testing/cluster.ts";
import { cloudWithNetwork, nodeActions } from "../../testing/cluster-network.ts";
import { instancesIn, makeNodeGroup, type NodeCloud, nodesIn, sizes } from "../../testing/node-groups.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { ec2 } from "../ec2/tables.ts";
import { eks } from "./records.ts";

const type = "aws_eks_node_group";

describe("the node role", () => {
  const roleWith = ({ cloud }: NodeCloud, policies: readonly string[]) => {
    const arn = roleFor(cloud, "managed", "ec2.amazonaws.com");
    const attach = (policy_arn: string) =>
      cloud.create("aws_iam_role_policy_attachment", { role: "managed", policy_arn });
    for (const name of policies) attach(`arn:aws:iam::aws:policy/${name}`);
    return { node_role_arn: arn };
  };
  const all = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

  test("has enough with the three policies that the user guide names", () => {
    const subject = cloudWithNetwork();
    makeNodeGroup(subject, roleWith(subject, all));
    expect(nodesIn(subject)).toMatchObject([{ ready: true }]);
  });

  test.each([
    ["eks/ng-join", ["AmazonEC2ContainerRegistryPullOnly"]],
    ["eks/node-images", ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"]],
    ["eks/node-cni", ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]],
  ])("with too few of them fails by %s", (rule, policies) => {
    const subject = cloudWithNetwork();
    expect(ruleOf(() => makeNodeGroup(subject, roleWith(subject, policies)))).toBe(rule);
  });
});

describe("nodes that do not come up", () => {
  test("fail the group after half an hour, with their ids, and keep it until it is deleted", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { selfManagedAddOns: [] });
    const failing = () => makeNodeGroup(subject, sizes(1, 2, 3));
    expect(failing).toThrow(
      /create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'\. last error: i-\w{17}, i-\w{17}: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster/,
    );
    expect(subject.cloud.provider.operations.at(-1)?.seconds).toBe(33 * 60);
    expect(nodesIn(subject).map(({ ready }) => ready)).toEqual([false, false]);
    const state = subject.cloud.import(type, "test:default");
    expect(state.status).toBe("CREATE_FAILED");
    subject.cloud.delete(type, state);
    expect(instancesIn(subject)).toEqual([]);
  });

  test("that lack rights to describe themselves never join", () => {
    const subject = cloudWithNetwork();
    const node_role_arn = roleFor(subject.cloud, "idle", "ec2.amazonaws.com");
    expect(() => makeNodeGroup(subject, { node_role_arn })).toThrow("Instances failed to join the kubernetes cluster");
    expect(nodesIn(subject)).toEqual([]);
  });

  test("include those whose role was made again under the name that an old entry has", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const entry = { clusterName: "test", principalArn: network.nodeRole, principalId: "AROAOLDOLDOLDOLDOLDOL" };
    const rest = { arn: "", type: "EC2_LINUX", userName: "", groups: [], policies: [], tags: {} };
    const times = { createdAt: cloud.aws.now, modifiedAt: cloud.aws.now };
    eks.accessEntries(cloud.aws).put(`test:${network.nodeRole}`, { ...entry, ...rest, ...times });
    expect(ruleOf(() => makeNodeGroup(subject))).toBe("eks/node-auth");
  });
});

describe("the API server", () => {
  const publicOnly = ({ cloud }: NodeCloud, publicAccessCidrs: readonly string[]) => {
    const network = eks.clusters(cloud.aws).get("test")?.network;
    if (!network) return;
    const access = { endpointPrivateAccess: false, endpointPublicAccess: true, publicAccessCidrs };
    changeCluster(cloud, { network: { ...network, ...access } });
  };

  test("is reached by its public endpoint from the address of the NAT gateway", () => {
    const subject = cloudWithNetwork();
    const [address] = ec2.addresses(subject.cloud.aws).rows();
    publicOnly(subject, [`${address?.publicIp}/32`]);
    expect(() => makeNodeGroup(subject)).not.toThrow();
  });

  test("is not reached from an address that its public endpoint does not let in", () => {
    const subject = cloudWithNetwork();
    publicOnly(subject, ["203.0.113.0/24"]);
    expect(ruleOf(() => makeNodeGroup(subject))).toBe("eks/node-net");
  });

  test("is not reached by its private endpoint where the VPC resolves no names", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const vpc = ec2.vpcs(cloud.aws).get(network.vpc);
    if (vpc) ec2.vpcs(cloud.aws).put(vpc.id, { ...vpc, enableDnsSupport: false });
    expect(ruleOf(() => makeNodeGroup(subject))).toBe("eks/node-net");
  });
});

describe("images", () => {
  const withoutNat = () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const table = ec2.routeTables(cloud.aws).get(network.privateRoutes);
    if (table) ec2.routeTables(cloud.aws).put(table.id, { ...table, routes: table.routes.slice(0, 1) });
    return subject;
  };

  test("cannot be pulled in a network without a way out", () => {
    const subject = withoutNat();
    expect(ruleOf(() => makeNodeGroup(subject))).toBe("eks/node-images");
  });

  test("come by endpoints of the VPC where there is no way out", () => {
    const subject = withoutNat();
    for (const service of ["ecr.api", "ecr.dkr", "s3", "ec2", "sts"]) {
      const vpc_endpoint_type = service === "s3" ? "Gateway" : "Interface";
      const service_name = `com.amazonaws.us-east-1.${service}`;
      subject.cloud.create("aws_vpc_endpoint", { vpc_id: subject.network.vpc, service_name, vpc_endpoint_type });
    }
    expect(() => makeNodeGroup(subject)).not.toThrow();
  });
});

describe("the network plugin", () => {
  const withoutOwnRights = nodeActions.filter((action) => action !== "ec2:AssignPrivateIpAddresses");
  const rights = ["ec2:AssignPrivateIpAddresses"];

  /** Nodes without rights for the plugin, and the plugin as an add-on with these settings. */
  const nodesWith = (subject: NodeCloud, plugin: Values, actions: readonly string[] = withoutOwnRights) => {
    const { cloud } = subject;
    changeCluster(cloud, { selfManagedAddOns: [] });
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni", ...plugin });
    return makeNodeGroup(subject, { node_role_arn: roleFor(cloud, "bare", "ec2.amazonaws.com", actions) });
  };

  test("does not work without rights", () => {
    expect(ruleOf(() => nodesWith(cloudWithNetwork(), {}))).toBe("eks/node-cni");
  });

  test("works with a role that its service account may assume by the issuer of the cluster", () => {
    const subject = cloudWithNetwork();
    nodesWith(subject, { service_account_role_arn: webIdentityRole(subject, "aws-node") });
    expect(nodesIn(subject)).toMatchObject([{ ready: true }]);
  });

  test("does not work with a role that trusts another service account", () => {
    const subject = cloudWithNetwork();
    const service_account_role_arn = webIdentityRole(subject, "other");
    expect(ruleOf(() => nodesWith(subject, { service_account_role_arn }))).toBe("eks/node-cni");
  });

  test("works with a pod identity where the agent runs and the node may ask for it", () => {
    const association = ({ cloud }: NodeCloud) => {
      const role_arn = roleFor(cloud, "cni", "pods.eks.amazonaws.com", rights);
      return { pod_identity_association: [{ service_account: "aws-node", role_arn }] };
    };
    const actions = [...withoutOwnRights, "eks-auth:AssumeRoleForPodIdentity"];
    const without = cloudWithNetwork();
    expect(ruleOf(() => nodesWith(without, association(without), actions))).toBe("eks/node-cni");
    const subject = cloudWithNetwork();
    subject.cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "eks-pod-identity-agent" });
    nodesWith(subject, association(subject), actions);
  });

  const webIdentityRole = ({ cloud }: NodeCloud, serviceAccount: string): string => {
    const issuer = eks.clusters(cloud.aws).get("test")?.issuer ?? "";
    const provider = cloud.create("aws_iam_openid_connect_provider", {
      url: issuer,
      client_id_list: ["sts.amazonaws.com"],
      thumbprint_list: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
    });
    const subjectKey = `${issuer.replace("https://", "")}:sub`;
    const Statement = {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: String(provider.arn) },
      Condition: { StringEquals: { [subjectKey]: `system:serviceaccount:kube-system:${serviceAccount}` } },
    };
    const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const role = cloud.create("aws_iam_role", { name: "cni", assume_role_policy });
    const allowed = { Effect: "Allow", Action: rights, Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: allowed });
    cloud.create("aws_iam_role_policy", { name: "rights", role: "cni", policy });
    return String(role.arn);
  };
});

function ruleOf(action: () => void): string | undefined {
  return refusalOf(action)?.rule;
}
