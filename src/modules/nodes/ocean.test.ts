import { describe, expect, test } from "vitest";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { Ocean, type OceanProps } from "./ocean.ts";

function ocean(change: Partial<OceanProps> = {}): Synthesised {
  return synthesise((stack) => {
    new Ocean(stack, "ocean", {
      account: "111111111111",
      region: "us-east-1",
      roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
      clusterName: "k8",
      endpoint: "https://api.example.org",
      certificateAuthority: "Q0E=",
      serviceCidr: "172.20.0.0/16",
      kubernetesVersion: "1.35",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupId: "sg-1",
      limits: {
        minimum: 3,
        maximum: 12,
        maximumVcpus: 96,
        maximumMemoryGib: 384,
        headroomPercent: 20,
        rootVolumeGib: 40,
        labels: { team: "data" },
        startupTaints: [],
      },
      image: { notOlderThan: "20260505" },
      tags: { CostCenter: "1" },
      ...change,
    });
  });
}

const nodes = (change: Partial<OceanProps> = {}) => ocean(change).resource("spotinst_ocean_aws.nodes");

describe("nodes", () => {
  // Defect 78: the number of nodes counted once, when the cluster was made.
  test("have a floor and a ceiling, and no wanted number that a plan would take back", () => {
    expect(nodes()).toMatchObject({ min_size: 3, max_size: 12 });
    expect(nodes().desired_capacity).toBeUndefined();
  });

  // Defect 79: 1,000 nodes and 20,000 vCPUs.
  test("have limits of vCPUs and memory, and the headroom that was asked for", () => {
    expect(nodes().autoscaler).toMatchObject({
      auto_headroom_percentage: 20,
      resource_limits: { max_vcpu: 96, max_memory_gib: 384 },
    });
  });

  // Defect 3: the first version of the metadata service was on.
  test("ask for a token at the metadata service, and let no pod reach it", () => {
    expect(nodes().instance_metadata_options).toEqual({ http_tokens: "required", http_put_response_hop_limit: 1 });
  });

  // Defect 80: root volumes as the account had them.
  test("have an encrypted root volume of the size that was asked for", () => {
    expect(nodes().block_device_mappings).toMatchObject([
      { device_name: "/dev/xvda", ebs: { encrypted: true, volume_type: "gp3", volume_size: 40 } },
    ]);
  });

  // Defects 81 and L11: a new image never reached a node.
  test("are replaced by a roll when image or user data change, within disruption budgets", () => {
    expect(nodes().update_policy).toMatchObject({ should_roll: true, roll_config: { respect_pdb: true } });
  });

  test("belong to the cluster by a tag, beside the tags of the environment", () => {
    expect(nodes().tags).toEqual([
      { key: "CostCenter", value: "1" },
      { key: "kubernetes.io/cluster/k8", value: "owned" },
    ]);
  });

  test("join by nodeadm, with their labels and room for the pods that prefixes give addresses to", () => {
    const text = String(nodes().user_data);
    expect(text).toContain("application/node.eks.aws");
    expect(text).toContain("apiServerEndpoint: https://api.example.org");
    expect(text).toContain("cidr: 172.20.0.0/16");
    expect(text).toContain("maxPods: 110");
    expect(text).toContain("--node-labels=team=data");
  });

  test("leave out the flag for labels when there is none", () => {
    const without = { ...limitsOf(), labels: {} };
    expect(String(nodes({ limits: without }).user_data)).not.toContain("--node-labels");
  });
});

// Defects 81 and L11: the newest of a family that ended, or one of one day only.
describe("the image", () => {
  test("is the one that AWS recommends for the minor, and no older than the day that is named", () => {
    const data = ocean().blocks("data");
    expect(data.aws_ssm_parameter?.node_image).toMatchObject({
      name: "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id",
    });
    expect(JSON.stringify(data.aws_ami?.node)).toContain("2026-05-05T00:00:00Z");
  });

  test("can be pinned, and is looked at all the same", () => {
    const data = ocean({ image: { pinned: "ami-0123456789abcdef0", notOlderThan: "20260505" } }).blocks("data");
    expect(data.aws_ssm_parameter).toBeUndefined();
    expect(JSON.stringify(data.aws_ami?.node)).toContain("ami-0123456789abcdef0");
  });
});

describe("the role of the nodes", () => {
  // Defects 2, 6 and 7: nodes could read every secret, and do what their pods should do.
  test("lets a node be a node and pull images, and nothing of an application", () => {
    const attached = Object.values(ocean().resources("aws_iam_role_policy_attachment")).map(
      ({ policy_arn }) => policy_arn,
    );
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
    expect(ocean().resources("aws_iam_role_policy")).toEqual({});
  });

  test("is that of EC2 instances only, and lies within the boundary", () => {
    const role = ocean().resource("aws_iam_role.nodes");
    expect(policyOf(role.assume_role_policy).Statement).toMatchObject([
      { Principal: { Service: "ec2.amazonaws.com" } },
    ]);
    expect(role.permissions_boundary).toBe("arn:aws:iam::111111111111:policy/boundary");
  });

  test("stands with its entry into the cluster before any node is launched", () => {
    expect(nodes().depends_on).toContain("aws_eks_access_entry.nodes_entry");
  });
});

function limitsOf(): OceanProps["limits"] {
  return {
    minimum: 1,
    maximum: 2,
    maximumVcpus: 8,
    maximumMemoryGib: 32,
    headroomPercent: 0,
    rootVolumeGib: 20,
    labels: {},
    startupTaints: [],
  };
}
