import type { Aws } from "../aws/client.ts";
import { blocks, flag, number, text, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuse, refuseIf } from "../rule.ts";
import { checkPlan } from "./checks.ts";
import { awsOf, type Spot } from "./client.ts";
import { instancesOf, startInstances, stopInstances, typesOf } from "./instances.ts";
import { type LaunchPlan, planOfSpec } from "./launch-plan.ts";
import { findOcean } from "./ocean.ts";
import { type LaunchSpec, launchSpecsOf, type Ocean, oceansOf } from "./records.ts";
import { spotRules as rules } from "./rules.ts";

const path = "/ocean/aws/k8s/launchSpec";

/** Tag by which the instances of a virtual node group are known. */
export const specTag = "spotinst:ocean:launchspec:id";

/**
 * CreateLaunchSpec: a virtual node group, with nodes from the beginning where it is asked for.
 *
 * @throws SpotError
 */
export function createLaunchSpec(spot: Spot, values: Values): LaunchSpec {
  const oceanId = text(values, "ocean_id");
  const request = {
    method: "POST",
    path,
    parameters: { oceanId },
    attempt: "[ERROR] failed to create launchSpec",
  } as const;
  return spot.call(request, () => {
    const ocean = findOcean(spot, oceanId) ?? refuse(rules.specOcean, oceanId);
    const aws = awsOf(spot.world, spot.actor, spot.account, ocean.region);
    const name = text(values, "name");
    const id = `ols-${spot.world.ids.hex(8, "spot/launch-spec", [oceanId, name])}`;
    const spec = { id, oceanId, name, values, createdAt: spot.world.now.toISOString() };
    const plan = checkSpec(aws, ocean, spec);
    launchSpecsOf(spot.world, spot.accountId).put(id, spec);
    const [options = {}] = blocks(values, "create_options");
    startMore(spot, aws, ocean, plan, number(options, "initial_nodes", 0));
    return spec;
  });
}

/**
 * ReadLaunchSpec.
 *
 * @throws SpotError
 */
export function readLaunchSpec(spot: Spot, id: string): LaunchSpec | undefined {
  return spot.call({ method: "GET", path: `${path}/${id}`, attempt: "[ERROR] failed to read launchSpec" }, () =>
    launchSpecsOf(spot.world, spot.accountId).get(id),
  );
}

/**
 * UpdateLaunchSpec.
 *
 * @throws SpotError
 */
export function updateLaunchSpec(spot: Spot, id: string, values: Values): LaunchSpec {
  const attempt = `[ERROR] Failed to update launchSpec [${id}]`;
  return spot.call({ method: "PUT", path: `${path}/${id}`, attempt }, () => {
    const specs = launchSpecsOf(spot.world, spot.accountId);
    const held = specs.get(id) ?? refuse(rules.specOcean, id);
    const ocean = findOcean(spot, held.oceanId) ?? refuse(rules.specOcean, held.oceanId);
    const spec = { ...held, name: text(values, "name"), values };
    checkSpec(awsOf(spot.world, spot.actor, spot.account, ocean.region), ocean, spec);
    return specs.put(id, spec);
  });
}

/**
 * DeleteLaunchSpec; its instances go with it where the configuration says so.
 *
 * @throws SpotError
 */
export function deleteLaunchSpec(spot: Spot, id: string, values: Values): void {
  const attempt = "[ERROR] onDelete() -> Failed to delete launchSpec";
  spot.call({ method: "DELETE", path: `${path}/${id}`, attempt }, () => {
    const specs = launchSpecsOf(spot.world, spot.accountId);
    const held = specs.get(id);
    const ocean = held && findOcean(spot, held.oceanId);
    if (ocean && blocks(values, "delete_options").some((options) => flag(options, "delete_nodes"))) {
      const aws = awsOf(spot.world, spot.actor, spot.account, ocean.region);
      stopInstances(
        aws,
        instancesOf(aws, ocean).filter(({ tags }) => tags[specTag] === id),
      );
    }
    specs.delete(id);
  });
}

function checkSpec(aws: Aws, ocean: Ocean, spec: LaunchSpec): LaunchPlan {
  const { values } = spec;
  const plan = planOfSpec(ocean, spec);
  checkPlan(aws, plan, ocean.values);
  const offered = typesOf(aws, ocean, plan).map(({ name }) => name);
  const foreign = texts(values.instance_types).filter((type) => !offered.includes(type));
  refuseIf(foreign.length > 0, rules.specTypes, foreign);
  for (const limits of blocks(values, "resource_limits")) {
    const [minimum, maximum] = [number(limits, "min_instance_count", -1), number(limits, "max_instance_count", -1)];
    refuseIf(maximum >= 0 && minimum > maximum, rules.specLimits, minimum, maximum);
  }
  return plan;
}

function startMore(spot: Spot, aws: Aws, ocean: Ocean, plan: LaunchPlan, count: number): void {
  const { problem } = startInstances(aws, ocean, { plan, count });
  if (problem !== null) oceansOf(spot.world, spot.accountId).put(ocean.id, { ...ocean, problem });
}
