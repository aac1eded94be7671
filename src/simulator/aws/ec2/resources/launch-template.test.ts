import { expect, test } from "vitest";
import { testCloud } from "../../../testing/cloud.ts";
import { idOf } from "../../../testing/network.ts";
import { resolveLaunchTemplate } from "../api/launch-templates.ts";

const nodes = {
  name: "nodes",
  instance_type: "m6i.large",
  update_default_version: true,
  block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 50, encrypted: "true" }] }],
  metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 2 }],
  tag_specifications: [{ resource_type: "instance", tags: { Name: "node" } }],
};

test("a template starts with version 1 and is read without a difference", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_launch_template", nodes);
  expect(state).toMatchObject({ name: "nodes", name_prefix: "", default_version: 1, latest_version: 1 });
  expect(state.id).toMatch(/^lt-0[0-9a-f]{16}$/);
  expect(cloud.read("aws_launch_template", state)).toEqual(state);
  expect(cloud.plan("aws_launch_template", state, nodes).action).toBe("none");
});

test("a template without options has no block of them, and a made-up name keeps its prefix", () => {
  const cloud = testCloud();
  const config = { name_prefix: "default-", image_id: "ami-0123456789abcdef0" };
  const state = cloud.create("aws_launch_template", config);
  expect(state.name).toMatch(/^default-\d{18}[0-9a-f]{8}$/);
  expect(state).toMatchObject({ name_prefix: "default-", metadata_options: [] });
  expect(cloud.plan("aws_launch_template", cloud.read("aws_launch_template", state), config).action).toBe("none");
});

test("a changed setting makes a new version, which becomes the default one only where the configuration says so", () => {
  const cloud = testCloud();
  const following = cloud.create("aws_launch_template", nodes);
  const larger = cloud.update(following, "aws_launch_template", { ...nodes, instance_type: "m6i.xlarge" });
  expect(larger).toMatchObject({ default_version: 2, latest_version: 2 });
  const { update_default_version: _follows, ...kept } = nodes;
  const pinned = { ...kept, name: "pinned" };
  const state = cloud.create("aws_launch_template", pinned);
  const second = cloud.update(state, "aws_launch_template", { ...pinned, instance_type: "m6i.xlarge" });
  expect(second).toMatchObject({ default_version: 1, latest_version: 2 });
  const version = (reference: string) =>
    resolveLaunchTemplate(cloud.aws, { id: idOf(second), version: reference }).version.data.instance_type;
  expect([version("$Default"), version("$Latest"), version("1")]).toEqual(["m6i.large", "m6i.xlarge", "m6i.large"]);
  const moved = cloud.update(second, "aws_launch_template", {
    ...pinned,
    instance_type: "m6i.xlarge",
    default_version: 2,
  });
  expect(moved).toMatchObject({ default_version: 2, latest_version: 2 });
});

test("changed tags make no new version", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_launch_template", nodes);
  const tagged = cloud.update(state, "aws_launch_template", { ...nodes, tags: { team: "data" } });
  expect(tagged).toMatchObject({ latest_version: 1, default_version: 1, tags_all: { team: "data" } });
});

test("another name replaces the template, and a removed one is gone", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_launch_template", nodes);
  expect(cloud.plan("aws_launch_template", state, { ...nodes, name: "others" }).replace).toEqual(["name"]);
  cloud.delete("aws_launch_template", state);
  expect(cloud.read("aws_launch_template", state)).toBeNull();
  expect(cloud.create("aws_launch_template", nodes).id).not.toBe(state.id);
});
