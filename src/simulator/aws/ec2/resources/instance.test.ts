import { describe, expect, test } from "vitest";
import type { Values } from "../../../planning/values.ts";
import { roleFor, userWith } from "../../../testing/cluster.ts";
import { idOf, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { refusalOf } from "../../../testing/rule-test.ts";
import { runInstances } from "../api/instances.ts";
import { imagesOf } from "../facts/images.ts";
import { ec2 } from "../tables.ts";

const ami = "ami-0123456789abcdef0";

const config = (network: TestNetwork, changes: Values = {}): Values => ({
  ami,
  instance_type: "t3.micro",
  ...(changes.subnet_id ? {} : { subnet_id: network.subnet() }),
  ...changes,
});

const newest = (architecture = "x86_64"): string =>
  imagesOf("us-east-1").find((image) => image.architecture === architecture)?.id ?? "";

describe("a new instance", () => {
  test("runs in its subnet with an interface, a volume and the default group, and is read without a difference", () => {
    const network = testNetwork();
    const { cloud } = network;
    const state = cloud.create("aws_instance", config(network));
    expect(state).toMatchObject({
      instance_state: "running",
      availability_zone: "us-east-1a",
      public_ip: "",
      public_dns: "",
      private_ip: expect.stringMatching(/^10\.0\.1\./),
      vpc_security_group_ids: [network.vpc.default_security_group_id],
      primary_network_interface: [
        { network_interface_id: state.primary_network_interface_id, delete_on_termination: true },
      ],
      root_block_device: [{ volume_size: 8, volume_type: "gp2", iops: 100, throughput: 0, encrypted: false }],
      credit_specification: [{ cpu_credits: "unlimited" }],
      cpu_options: [{ core_count: 1, threads_per_core: 2 }],
      metadata_options: [{ http_tokens: "optional", http_put_response_hop_limit: 1 }],
    });
    expect(cloud.read("aws_instance", state)).toEqual(state);
  });

  test("gets a public address where the subnet or the configuration says so", () => {
    const network = testNetwork({ enable_dns_hostnames: true });
    const { cloud, vpcId } = network;
    const open = { vpc_id: vpcId, cidr_block: "10.0.2.0/24", map_public_ip_on_launch: true };
    const subnet_id = network.make("aws_subnet", open);
    const bySubnet = cloud.create("aws_instance", config(network, { subnet_id }));
    expect(bySubnet.public_dns).toBe(`ec2-${String(bySubnet.public_ip).replaceAll(".", "-")}.compute-1.amazonaws.com`);
    const against = cloud.create("aws_instance", config(network, { subnet_id, associate_public_ip_address: false }));
    expect(against).toMatchObject({ public_ip: "", associate_public_ip_address: false });
  });

  test("follows its image: size and kind of the volume, and how the metadata service is asked", () => {
    const network = testNetwork();
    const state = network.cloud.create("aws_instance", config(network, { ami: newest() }));
    expect(state).toMatchObject({
      root_block_device: [{ device_name: "/dev/xvda", volume_type: "gp3", iops: 3000, throughput: 125 }],
      metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 2 }],
    });
  });

  test("has the volumes and options that are configured, with the tags of the provider block", () => {
    const network = testNetwork({}, { defaultTags: { owner: "data" } });
    const { cloud } = network;
    const whole = config(network, {
      root_block_device: [{ volume_size: 20, volume_type: "gp3", encrypted: true, tags: { disk: "root" } }],
      ebs_block_device: [
        { device_name: "/dev/sdf", volume_size: 100, volume_type: "gp3" },
        { device_name: "/dev/sdg", volume_size: 50, volume_type: "io2", iops: 5000 },
      ],
      metadata_options: [{ http_tokens: "required" }],
      user_data: "#!/bin/sh\necho hello",
      tags: { Name: "bastion" },
    });
    const state = cloud.create("aws_instance", whole);
    expect(state).toMatchObject({
      root_block_device: [{ volume_size: 20, encrypted: true, tags_all: { owner: "data", disk: "root" } }],
      metadata_options: [{ http_tokens: "required", http_endpoint: "enabled" }],
      tags_all: { owner: "data", Name: "bastion" },
      user_data: "#!/bin/sh\necho hello",
    });
    expect(
      ec2
        .volumes(cloud.aws)
        .rows()
        .map(({ size }) => size)
        .sort(),
    ).toEqual([100, 20, 50]);
    expect(cloud.read("aws_instance", state)).toEqual(state);
  });

  test("encrypts its volumes where the account does by default", () => {
    const network = testNetwork();
    const { cloud } = network;
    const setting = cloud.create("aws_ebs_encryption_by_default", {});
    expect(cloud.create("aws_instance", config(network))).toMatchObject({ root_block_device: [{ encrypted: true }] });
    cloud.delete("aws_ebs_encryption_by_default", setting);
    const plain = config(network, { subnet_id: network.subnet("10.0.2.0/24") });
    expect(cloud.create("aws_instance", plain)).toMatchObject({ root_block_device: [{ encrypted: false }] });
    expect(cloud.world.ledger().filter(({ table }) => table.endsWith("ec2/setting"))).toEqual([]);
  });

  test("needs the right to pass its role, beside those of EC2", () => {
    const network = testNetwork();
    const role = roleFor(network.cloud, "bastion", "ec2.amazonaws.com");
    network.cloud.create("aws_iam_instance_profile", { name: "bastion", role: "bastion" });
    const whole = config(network, { iam_instance_profile: "bastion" });
    const user = userWith(network.cloud, ["ec2:*"]);
    expect(() => user.create("aws_instance", whole)).toThrow(`iam:PassRole on resource: ${role}`);
    expect(network.cloud.create("aws_instance", whole).iam_instance_profile).toBe("bastion");
  });

  test("is launched whole or not at all", () => {
    const network = testNetwork();
    const subnetId = network.subnet("10.0.1.0/28");
    const request = { imageId: ami, instanceType: "t3.nano", subnetId };
    const refusal = refusalOf(() => runInstances(network.cloud.aws, { ...request, count: 12 }));
    expect(refusal?.code).toBe("InsufficientFreeAddressesInSubnet");
    expect(ec2.networkInterfaces(network.cloud.aws).size).toBe(0);
    expect(runInstances(network.cloud.aws, { ...request, count: 11 })).toHaveLength(11);
  });

  test("meets missing capacity where a fault is planned, and starts the next time", () => {
    const network = testNetwork();
    const { cloud } = network;
    const message =
      "We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (us-east-1a).";
    cloud.world.planFaults([
      {
        action: "ec2:RunInstances",
        code: "InsufficientInstanceCapacity",
        http: 500,
        message,
        times: 1,
        skip: 0,
        afterSuccess: false,
      },
    ]);
    const whole = config(network);
    expect(() => cloud.create("aws_instance", whole)).toThrow("InsufficientInstanceCapacity");
    expect(cloud.create("aws_instance", whole).instance_state).toBe("running");
  });
});

describe("an instance from a launch template", () => {
  const template = (network: TestNetwork, instance_type = "t3.small"): Values =>
    network.cloud.create("aws_launch_template", {
      name: "bastion",
      image_id: ami,
      instance_type,
      vpc_security_group_ids: [network.group("bastion")],
      block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 30, volume_type: "gp3" }] }],
      monitoring: [{ enabled: true }],
    });

  test("takes what the template says, and what is configured over it", () => {
    const network = testNetwork();
    const { cloud } = network;
    const made = template(network);
    const whole = { launch_template: [{ name: "bastion" }], subnet_id: network.subnet(), instance_type: "t3.micro" };
    const state = cloud.create("aws_instance", whole);
    expect(state).toMatchObject({
      ami,
      instance_type: "t3.micro",
      monitoring: true,
      launch_template: [{ id: made.id, name: "bastion", version: "$Default" }],
      root_block_device: [{ volume_size: 30, volume_type: "gp3" }],
    });
  });

  test("bears the tags of the template, and those by which EC2 knows the template, which no state shows", () => {
    const network = testNetwork();
    const { cloud } = network;
    const specification = { resource_type: "instance", tags: { from: "template" } };
    const made = cloud.create("aws_launch_template", {
      name: "tagged",
      image_id: ami,
      tag_specifications: [specification],
    });
    const request = { launchTemplate: { id: idOf(made) }, instanceType: "t3.micro", subnetId: network.subnet() };
    const [instance] = runInstances(cloud.aws, { ...request, tags: { Name: "a" } });
    const source = { "aws:ec2launchtemplate:id": made.id, "aws:ec2launchtemplate:version": "1" };
    expect(instance?.tags).toEqual({ Name: "a", from: "template", ...source });
    expect(cloud.read("aws_instance", { id: instance?.id ?? "" })?.tags_all).toEqual({ Name: "a", from: "template" });
  });

  test("is replaced by a version that it does not run yet, and by no other", () => {
    const network = testNetwork();
    const { cloud } = network;
    const made = template(network);
    const subnet_id = network.subnet();
    const from = (version: string) => ({ launch_template: [{ id: idOf(made), version }], subnet_id });
    const state = cloud.create("aws_instance", from("$Latest"));
    expect(cloud.plan("aws_instance", state, from("1")).action).toBe("update");
    expect(() => cloud.plan("aws_instance", state, from("2"))).toThrow("reading EC2 Launch Template Version");
    const larger = { name: "bastion", image_id: ami, instance_type: "t3.large" };
    cloud.update(made, "aws_launch_template", larger);
    expect(cloud.plan("aws_instance", state, from("2")).replace).toContain("launch_template.version");
  });
});

describe("a running instance", () => {
  test("stops and starts for another type or other user data, and may get another public address", () => {
    const network = testNetwork();
    const { cloud } = network;
    const whole = config(network, { associate_public_ip_address: true, user_data: "one" });
    const state = cloud.create("aws_instance", whole);
    const plan = cloud.plan("aws_instance", state, { ...whole, instance_type: "t3.large" });
    expect([plan.action, String(plan.planned.public_ip)]).toEqual(["update", "Symbol(unknown)"]);
    const larger = cloud.update(state, "aws_instance", { ...whole, instance_type: "t3.large", user_data: "two" });
    expect(larger).toMatchObject({ id: state.id, instance_type: "t3.large", user_data: "two" });
    expect(larger.public_ip).not.toBe(state.public_ip);
    expect(cloud.read("aws_instance", larger)).toEqual(larger);
  });

  test("is replaced for a type of other processors, and for user data where that is asked for", () => {
    const network = testNetwork();
    const { cloud } = network;
    const whole = config(network, { user_data: "one", user_data_replace_on_change: true });
    const state = cloud.create("aws_instance", whole);
    expect(cloud.plan("aws_instance", state, { ...whole, instance_type: "t4g.micro" }).replace).toEqual([
      "instance_type",
    ]);
    expect(cloud.plan("aws_instance", state, { ...whole, user_data: "two" }).replace).toEqual(["user_data"]);
  });

  test("changes groups, protection, profile, volume and tags in place", () => {
    const network = testNetwork();
    const { cloud } = network;
    roleFor(cloud, "bastion", "ec2.amazonaws.com");
    cloud.create("aws_iam_instance_profile", { name: "bastion", role: "bastion" });
    const whole = config(network, { root_block_device: [{ volume_size: 10 }] });
    const state = cloud.create("aws_instance", whole);
    const change = {
      vpc_security_group_ids: [network.group()],
      disable_api_termination: true,
      iam_instance_profile: "bastion",
      monitoring: true,
      source_dest_check: false,
      root_block_device: [{ volume_size: 20, volume_type: "gp3", tags: { disk: "root" } }],
      tags: { Name: "bastion" },
    };
    const changed = cloud.update(state, "aws_instance", { ...whole, ...change });
    expect(changed).toMatchObject({
      id: state.id,
      ...change,
      root_block_device: [{ volume_size: 20, iops: 3000, throughput: 125 }],
    });
    expect(cloud.plan("aws_instance", cloud.read("aws_instance", changed), { ...whole, ...change }).action).toBe(
      "none",
    );
  });

  test("is not terminated while it is protected, unless that is forced", () => {
    const network = testNetwork();
    const { cloud } = network;
    const whole = config(network, { disable_api_termination: true });
    const state = cloud.create("aws_instance", whole);
    expect(refusalOf(() => cloud.delete("aws_instance", state))?.code).toBe("OperationNotPermitted");
    const forced = cloud.update(state, "aws_instance", { ...whole, force_destroy: true });
    cloud.delete("aws_instance", forced);
    expect(cloud.read("aws_instance", state)).toBeNull();
  });

  test("is imported with what the world knows of it", () => {
    const network = testNetwork();
    const whole = config(network, { tags: { Name: "bastion" } });
    const state = network.cloud.create("aws_instance", whole);
    const imported = network.cloud.import("aws_instance", idOf(state));
    expect(imported).toMatchObject({
      ami,
      subnet_id: whole.subnet_id,
      tags: { Name: "bastion" },
      force_destroy: false,
    });
    expect(network.cloud.plan("aws_instance", imported, whole).replace).toEqual([]);
  });
});

describe("a terminated instance", () => {
  test("takes its own interface and volumes along, and leaves what was there before", () => {
    const network = testNetwork();
    const { cloud } = network;
    const subnet_id = network.subnet();
    const [first, second] = ["a", "b"].map(() => cloud.create("aws_network_interface", { subnet_id }));
    const network_interface = [
      { network_interface_id: idOf(first ?? {}), device_index: 0 },
      { network_interface_id: idOf(second ?? {}), device_index: 1 },
    ];
    const ebs_block_device = [{ device_name: "/dev/sdf", volume_size: 10, delete_on_termination: false }];
    const state = cloud.create("aws_instance", { ami, instance_type: "t3.micro", network_interface, ebs_block_device });
    expect(state).toMatchObject({ primary_network_interface_id: first?.id, subnet_id });
    cloud.delete("aws_instance", state);
    expect(ec2.networkInterfaces(cloud.aws).rows()).toMatchObject([{ attachment: null }, { attachment: null }]);
    expect(ec2.volumes(cloud.aws).rows()).toMatchObject([{ deviceName: "/dev/sdf", instanceId: null }]);
    expect(ec2.instances(cloud.aws).size).toBe(0);
  });

  test("frees its Elastic IP address, which stays allocated", () => {
    const network = testNetwork();
    const { cloud } = network;
    network.internetGateway();
    const state = cloud.create("aws_instance", config(network));
    const address = cloud.create("aws_eip", { instance: idOf(state) });
    expect(address).toMatchObject({ instance: state.id, network_interface: state.primary_network_interface_id });
    expect(cloud.read("aws_instance", state)?.public_ip).toBe(address.public_ip);
    cloud.delete("aws_instance", state);
    expect(cloud.read("aws_eip", address)).toMatchObject({
      instance: "",
      association_id: "",
      public_ip: address.public_ip,
    });
  });

  test("frees its vCPUs for others", () => {
    const network = testNetwork();
    const { cloud } = network;
    const whole = config(network, { instance_type: "m6i.8xlarge" });
    const state = cloud.create("aws_instance", whole);
    expect(() => cloud.create("aws_instance", whole)).toThrow("VcpuLimitExceeded");
    cloud.delete("aws_instance", state);
    expect(cloud.create("aws_instance", whole).instance_type).toBe("m6i.8xlarge");
  });
});
