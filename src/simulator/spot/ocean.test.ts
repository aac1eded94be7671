import { describe, expect, test } from "vitest";
import { setQuota } from "../aws/ec2/facts/quotas.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { volumesOf } from "../aws/ec2/volumes.ts";
import { nodeControllers } from "../kubernetes/nodes/controllers.ts";
import { testCluster } from "../kubernetes/testing/cluster.ts";
import { SimulatedProvider } from "../planning/provider.ts";
import { providerTables } from "../planning/tables.ts";
import { type TestSpot, testSpot } from "../testing/spot.ts";
import { createSpotAccount } from "./onboarding.ts";
import { oceansOf } from "./records.ts";
import { spotProvider } from "./service.ts";

const type = "spotinst_ocean_aws";

function instances({ around }: TestSpot) {
  return ec2.instances(around.cloud.aws).rows();
}

describe("an Ocean cluster", () => {
  test("starts its instances at once, spread over its subnets, as spot instances of the cheapest type", () => {
    const spot = testSpot();
    const state = spot.ocean();
    expect(state.id).toMatch(/^o-[0-9a-f]{8}$/);
    expect(instances(spot)).toHaveLength(2);
    expect(new Set(instances(spot).map(({ subnetId }) => subnetId)).size).toBe(2);
    expect(instances(spot)[0]).toMatchObject({
      lifecycle: "spot",
      instanceType: "m5a.large",
      iamInstanceProfile: "node",
      tags: { "kubernetes.io/cluster/test": "owned", "spotinst:aws:ec2:group:id": state.id },
    });
  });

  test("whose instances may come in has nodes minutes later", () => {
    const spot = testSpot();
    spot.ocean();
    const inside = testCluster({ world: spot.world, controllers: nodeControllers });
    inside.run(300);
    expect(inside.api.list("/Node")).toHaveLength(2);
  });

  test("is read as it was made, and planning it again changes nothing", () => {
    const spot = testSpot();
    const state = spot.ocean();
    expect(spot.read(type, state)).toEqual(state);
    expect(spot.plan(type, state, spot.config()).action).toBe("none");
    expect(spot.import(type, String(state.id))).toMatchObject({ name: "test", desired_capacity: 2 });
  });

  test("grows and shrinks with its desired capacity", () => {
    const spot = testSpot();
    const grown = spot.update(spot.ocean(), type, spot.config({ desired_capacity: 4 }));
    expect(instances(spot)).toHaveLength(4);
    spot.update(grown, type, spot.config({ desired_capacity: 1 }));
    expect(instances(spot)).toHaveLength(1);
  });

  test("gives its instances the encrypted disk and metadata options that it asks for", () => {
    const spot = testSpot();
    spot.ocean({
      block_device_mappings: [
        { device_name: "/dev/xvda", ebs: [{ volume_size: 60, volume_type: "gp3", encrypted: true }] },
      ],
      instance_metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 1 }],
    });
    const [instance] = instances(spot);
    expect(instance?.metadata).toEqual({ httpTokens: "required", hopLimit: 1 });
    expect(volumesOf(spot.around.cloud.aws, instance?.id ?? "")).toMatchObject([{ size: 60, encrypted: true }]);
  });

  test("chooses among the types that its filters and its blacklist leave", () => {
    const spot = testSpot();
    spot.ocean({ filters: null, blacklist: ["c6i.large", "c5.large", "m5a.large"] });
    expect(instances(spot)[0]?.instanceType).toBe("m6a.large");
  });

  test("leaves its instances as they are when it changes, and replaces them in a roll", () => {
    const spot = testSpot();
    const state = spot.ocean();
    const before = instances(spot).map(({ id }) => id);
    const changed = spot.update(state, type, spot.config({ monitoring: true }));
    expect(instances(spot).map(({ id }) => id)).toEqual(before);
    const update_policy = [{ should_roll: true, roll_config: [{ batch_size_percentage: 50 }] }];
    spot.update(changed, type, spot.config({ monitoring: true, ebs_optimized: true, update_policy }));
    expect(instances(spot)).toHaveLength(2);
    expect(instances(spot).filter(({ id }) => before.includes(id))).toEqual([]);
    expect(instances(spot).every(({ monitoring, ebsOptimized }) => monitoring && ebsOptimized)).toBe(true);
  });

  test("replaces each instance by one of the same zone, type and lifecycle, where it may still start one", () => {
    const spot = testSpot();
    const aws = spot.around.cloud.aws;
    const wish = { desired_capacity: 3, spot_percentage: 50, filters: null, whitelist: ["m6a.large", "m5.large"] };
    const state = spot.ocean(wish);
    const [first] = instances(spot);
    if (!first) throw new RangeError("no instance");
    const zone = spot.around.network.privateSubnets[0] ?? "";
    ec2.instances(aws).put(first.id, { ...first, instanceType: "m5.large" });
    const kinds = () =>
      instances(spot)
        .map(({ instanceType, lifecycle, subnetId }) => `${instanceType} ${lifecycle} ${subnetId}`)
        .sort();
    const before = kinds();
    const update_policy = [{ should_roll: true, roll_config: [{ batch_size_percentage: 100 }] }];
    const rolled = spot.update(state, type, spot.config({ ...wish, monitoring: true, update_policy }));
    expect(instances(spot).every(({ monitoring }) => monitoring)).toBe(true);
    expect(kinds()).toEqual(before);
    const narrower = { ...wish, whitelist: ["m6a.large"], subnet_ids: [zone], ebs_optimized: true, update_policy };
    spot.update(rolled, type, spot.config(narrower));
    expect(new Set(kinds().map((kind) => kind.replace(/ .* /, " ")))).toEqual(new Set([`m6a.large ${zone}`]));
  });

  test("is rolled on condition only when its instances would be others", () => {
    const spot = testSpot();
    const update_policy = [{ should_roll: true, conditioned_roll: true, roll_config: [{ batch_size_percentage: 50 }] }];
    const state = spot.ocean({ update_policy });
    const before = instances(spot).map(({ id }) => id);
    const bigger = spot.update(state, type, spot.config({ update_policy, max_size: 20 }));
    expect(instances(spot).map(({ id }) => id)).toEqual(before);
    spot.update(bigger, type, spot.config({ update_policy, max_size: 20, monitoring: true }));
    expect(instances(spot).some(({ id }) => before.includes(id))).toBe(false);
  });

  test("keeps the number of instances that it has scaled to when something else changes", () => {
    const spot = testSpot();
    const state = spot.ocean({ desired_capacity: null });
    const oceans = oceansOf(spot.world, "act-0123abcd");
    const held = oceans.get(String(state.id));
    if (held) oceans.put(held.id, { ...held, target: 4 });
    spot.update(state, type, spot.config({ desired_capacity: null, max_size: 20 }));
    expect(oceans.get(String(state.id))?.target).toBe(4);
  });

  test("falls back to on-demand instances when there are no spot instances, unless it is told not to", () => {
    const spot = testSpot();
    setQuota(spot.around.cloud.aws, "spotVcpus", 0);
    const state = spot.ocean();
    expect(instances(spot).map(({ lifecycle }) => lifecycle)).toEqual(["on-demand", "on-demand"]);
    spot.delete(type, state);
    spot.ocean({ fallback_to_ondemand: false });
    expect(instances(spot)).toEqual([]);
    expect(oceansOf(spot.world, "act-0123abcd").rows()[0]?.problem).toContain("Max spot instance count exceeded");
  });

  test("is made without capacity, and its log says what AWS refused", () => {
    const spot = testSpot();
    const message = "There is no Spot capacity available that matches your request.";
    const fault = { action: "ec2:RunInstances", code: "InsufficientInstanceCapacity", message, http: 500 };
    spot.world.planFaults([{ ...fault, skip: 0, times: 20, afterSuccess: false }]);
    spot.ocean();
    expect(instances(spot)).toEqual([]);
    expect(oceansOf(spot.world, "act-0123abcd").rows()[0]?.problem).toBe(
      `Can't Spin Instances: Code: InsufficientInstanceCapacity, Message: ${message}`,
    );
  });

  test("takes its instances with it", () => {
    const spot = testSpot();
    spot.delete(type, spot.ocean());
    expect(instances(spot)).toEqual([]);
    expect(oceansOf(spot.world, "act-0123abcd").size).toBe(0);
  });

  test("that somebody deleted in the console is gone from the state", () => {
    const spot = testSpot();
    const state = spot.ocean();
    oceansOf(spot.world, "act-0123abcd").delete(String(state.id));
    expect(spot.read(type, state)).toBeNull();
  });
});

test("a call with a wrong token fails in the provider's words", () => {
  const spot = testSpot();
  expect(() => spot.as({ token: "old" }).ocean()).toThrow(
    /^\[ERROR\] failed to create cluster: POST https:\/\/api\.spotinst\.io\/ocean\/aws\/k8s\/cluster\?accountId=act-0123abcd: 401 \(request: "[0-9a-f-]+"\) Unauthorized: /,
  );
});

test("a token that is replaced in Spot works beside the old one", () => {
  const spot = testSpot();
  createSpotAccount(spot.world, { id: "act-0123abcd", awsAccountId: "123456789012", token: "new" });
  expect(() => spot.as({ token: "new" }).ocean()).not.toThrow();
  expect(JSON.stringify(spot.world.snapshot())).not.toContain("good-token");
});

test("a virtual node group starts nodes of its own and takes them with it when told so", () => {
  const spot = testSpot();
  const { id } = spot.ocean({ desired_capacity: 1 });
  const state = spot.create("spotinst_ocean_aws_launch_spec", {
    ocean_id: String(id),
    name: "large",
    create_options: [{ initial_nodes: 2 }],
    delete_options: [{ force_delete: true, delete_nodes: true }],
    labels: [{ key: "pool", value: "large" }],
  });
  expect(instances(spot)).toHaveLength(3);
  spot.delete("spotinst_ocean_aws_launch_spec", state);
  expect(instances(spot)).toHaveLength(1);
});

describe("an Ocean cluster that a killed run made", () => {
  test("is found again by its account, whose token nobody kept, and goes with its instances", () => {
    const spot = testSpot();
    const state = spot.ocean();
    const service = spotProvider(spot.world, { stack: "test", run: "test" });
    const account = "act-0123abcd";
    const another = new SimulatedProvider(service, providerTables("spotinst"), { environment: {} });
    expect(another.removeLost(type, state, { account }).diagnostics).toEqual([]);
    expect(oceansOf(spot.world, account).has(String(state.id))).toBe(false);
  });

  test("is gone with its account", () => {
    const spot = testSpot();
    const service = spotProvider(spot.world, { stack: "test", run: "test" });
    expect(service.recovery?.client({ account: "act-00000000" }, {})).toBeNull();
  });
});
