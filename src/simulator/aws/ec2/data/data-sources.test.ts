import { describe, expect, test } from "vitest";
import type { Values } from "../../../planning/values.ts";
import { testCloud } from "../../../testing/cloud.ts";
import { networkIn, testNetwork } from "../../../testing/network.ts";
import { publicParameter } from "../../ssm/public-parameters.ts";

describe("availability zones", () => {
  test("are those of the Region, names and ids in the same order", () => {
    const zones = testCloud().data("aws_availability_zones", { state: "available" });
    expect(zones).toMatchObject({ id: "us-east-1", group_names: ["us-east-1"] });
    expect(zones.names).toEqual(["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`));
    expect(zones.zone_ids).toEqual(["use1-az6", "use1-az1", "use1-az2", "use1-az4", "use1-az3", "use1-az5"]);
  });

  test("are left out by name, by id and by filter", () => {
    const cloud = testCloud({ region: "eu-west-1" });
    const names = (config: Values) => cloud.data("aws_availability_zones", config).names;
    expect(names({ exclude_names: ["eu-west-1a"], exclude_zone_ids: ["euw1-az1"] })).toEqual(["eu-west-1c"]);
    expect(names({ filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] })).toHaveLength(3);
    expect(names({ filter: [{ name: "zone-type", values: ["local-zone"] }] })).toEqual([]);
    expect(names({ state: "impaired" })).toEqual([]);
    expect(() => names({ filter: [{ name: "zone", values: ["a"] }] })).toThrow("The filter 'zone' is invalid");
  });
});

describe("a Region", () => {
  test("is the provider's own, or one that is named", () => {
    const cloud = testCloud();
    expect(cloud.data("aws_region", {})).toMatchObject({ region: "us-east-1", description: "US East (N. Virginia)" });
    expect(cloud.data("aws_region", { region: "eu-west-1" }).endpoint).toBe("ec2.eu-west-1.amazonaws.com");
    expect(cloud.data("aws_region", { endpoint: "ec2.us-west-2.amazonaws.com" }).region).toBe("us-west-2");
  });

  test("that does not exist, or that is named in two ways, is refused", () => {
    const cloud = testCloud();
    expect(() => cloud.data("aws_region", { region: "moon-east-1" })).toThrow("no matching EC2 Region found");
    const endpoint = "ec2.us-west-2.amazonaws.com";
    for (const other of [{ name: "eu-west-1" }, { region: "eu-west-1" }]) {
      expect(() => cloud.data("aws_region", { endpoint, ...other })).toThrow("multiple EC2 Regions matched");
    }
    expect(cloud.data("aws_region", { endpoint, region: "us-west-2" }).name).toBe("us-west-2");
  });
});

describe("a VPC, a subnet, a group", () => {
  test("is found by what is known of it", () => {
    const network = testNetwork({ tags: { Name: "main" } });
    const { cloud, vpcId } = network;
    networkIn(cloud, { cidr_block: "10.1.0.0/16" });
    const subnet = network.subnet();
    const group = network.group("nodes");
    expect(cloud.data("aws_vpc", { tags: { Name: "main" } })).toMatchObject({
      id: vpcId,
      state: "available",
      default: false,
    });
    expect(cloud.data("aws_vpc", { cidr_block: "10.0.0.0/16" }).cidr_block_associations).toMatchObject([
      { state: "associated" },
    ]);
    expect(cloud.data("aws_subnet", { vpc_id: vpcId, availability_zone: "us-east-1a" }).id).toBe(subnet);
    expect(cloud.data("aws_subnet", { filter: [{ name: "cidr-block", values: ["10.0.1.*"] }] }).id).toBe(subnet);
    expect(cloud.data("aws_security_group", { vpc_id: vpcId, name: "nodes" })).toMatchObject({
      id: group,
      description: "nodes",
    });
    const byName = { filter: [{ name: "group-name", values: ["nod*"] }] };
    expect(cloud.data("aws_security_group", byName).arn).toBe(
      `arn:aws:ec2:us-east-1:123456789012:security-group/${group}`,
    );
  });

  test("that is not the only one, or not there, is an error", () => {
    const network = testNetwork();
    const { cloud, vpcId } = network;
    networkIn(cloud);
    expect(() => cloud.data("aws_vpc", {})).toThrow("multiple EC2 VPCs matched");
    expect(() => cloud.data("aws_vpc", { default: true })).toThrow("no matching EC2 VPC found");
    expect(() => cloud.data("aws_subnet", { vpc_id: vpcId })).toThrow("no matching EC2 Subnet found");
    expect(() => cloud.data("aws_security_group", { name: "default" })).toThrow("multiple EC2 Security Groups matched");
    expect(cloud.data("aws_subnets", { filter: [{ name: "vpc-id", values: [vpcId] }] }).ids).toEqual([]);
  });
});

describe("an image", () => {
  const linux = { owners: ["amazon"], filter: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }] };

  test("is the newest of those that match", () => {
    const image = testCloud().data("aws_ami", { ...linux, most_recent: true });
    expect(image).toMatchObject({
      name: "al2023-ami-2023.9.20260914.0-kernel-6.1-x86_64",
      architecture: "x86_64",
      owner_id: "137112412989",
      imds_support: "v2.0",
      arn: `arn:aws:ec2:us-east-1::image/${String(image.id)}`,
      root_device_name: "/dev/xvda",
    });
  });

  test("of a node is the one that the public parameter of EKS names", () => {
    const filter = [{ name: "name", values: ["amazon-eks-node-al2023-x86_64-standard-1.35-v*"] }];
    const image = testCloud().data("aws_ami", { owners: ["602401143452"], most_recent: true, filter });
    const path = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id";
    expect(image.id).toBe(publicParameter(path, "us-east-1"));
  });

  test("has another id in every Region", () => {
    const id = (region: string) => testCloud({ region }).data("aws_ami", { ...linux, most_recent: true }).id;
    expect(id("us-east-1")).not.toBe(id("eu-west-1"));
  });

  test("is an error when there is none, when there are several, and when anybody may have made it", () => {
    const cloud = testCloud();
    const read = (config: Values) => () => cloud.data("aws_ami", config);
    expect(read({ owners: ["self"] })).toThrow("Your query returned no results");
    expect(read(linux)).toThrow("Your query returned more than one result");
    expect(read({ most_recent: true, name_regex: "^al2023" })).toThrow("Most Recent Image Not Filtered");
    const regular = { owners: ["099720109477"], name_regex: "noble-24\\.04-arm64", most_recent: true };
    expect(cloud.data("aws_ami", regular).name).toContain("ubuntu-noble-24.04-arm64-server");
  });
});

describe("a service for endpoints", () => {
  test("has zones, a host name and a type", () => {
    const cloud = testCloud();
    expect(cloud.data("aws_vpc_endpoint_service", { service: "ecr.dkr" })).toMatchObject({
      service_name: "com.amazonaws.us-east-1.ecr.dkr",
      service_type: "Interface",
      private_dns_name: "*.dkr.ecr.us-east-1.amazonaws.com",
      base_endpoint_dns_names: ["ecr.dkr.us-east-1.vpce.amazonaws.com"],
    });
    expect(
      cloud.data("aws_vpc_endpoint_service", { service: "s3", service_type: "Gateway" }).private_dns_names,
    ).toEqual([]);
    expect(cloud.data("aws_vpc_endpoint_service", { service: "email-smtp" }).availability_zones).not.toContain(
      "us-east-1e",
    );
  });

  test("of two types must be told apart, and one that does not exist is an error", () => {
    const cloud = testCloud();
    expect(() => cloud.data("aws_vpc_endpoint_service", { service: "s3" })).toThrow(
      "multiple EC2 VPC Endpoint Services matched",
    );
    expect(() => cloud.data("aws_vpc_endpoint_service", { service: "s33" })).toThrow("couldn't find resource");
  });
});

describe("the published address ranges", () => {
  test("are those of services and Regions", () => {
    const cloud = testCloud();
    const ranges = (config: Values) => cloud.data("aws_ip_ranges", config).cidr_blocks;
    expect(ranges({ services: ["ec2_instance_connect"], regions: ["us-east-1"] })).toEqual(["18.206.107.24/29"]);
    expect(ranges({ services: ["amazon"], regions: ["eu-west-1"] })).toContain("18.202.216.48/29");
  });

  test("are an error when there are none, and when another file is asked for", () => {
    const cloud = testCloud();
    expect(() => cloud.data("aws_ip_ranges", { services: ["S33"] })).toThrow("no IP ranges result from filters");
    const elsewhere = { services: ["S3"], url: "https://example.org/ranges.json" };
    expect(() => cloud.data("aws_ip_ranges", elsewhere)).toThrow("error listing IP ranges from");
  });
});
