import { text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuse, refuseIf } from "../rule.ts";
import { capacityIn, checkPlan, checkSettings } from "./checks.ts";
import { awsOf, type Spot } from "./client.ts";
import { instancesOf, startInstances, stopInstances } from "./instances.ts";
import { planOf } from "./launch-plan.ts";
import { type Ocean, oceansOf } from "./records.ts";
import { spotRules as rules } from "./rules.ts";

/** Where the API of Spot keeps Ocean clusters. */
export const oceanPath = "/ocean/aws/k8s/cluster";

/** The Ocean cluster with this id, if the account has it. */
export function findOcean(spot: Spot, id: string): Ocean | undefined {
  return oceansOf(spot.world, spot.accountId).get(id);
}

/**
 * CreateCluster: the wanted instances start at once and without any controller. What AWS refuses then stands in Ocean's log, the
 * cluster is made all the same.
 *
 * @throws SpotError
 */
export function createOcean(spot: Spot, values: Values): Ocean {
  const name = text(values, "name");
  const request = {
    method: "POST",
    path: oceanPath,
    parameters: { name, controllerClusterId: text(values, "controller_id") },
    attempt: "[ERROR] failed to create cluster",
  } as const;
  return spot.call(request, () => {
    const { minimum, target, maximum } = capacityIn(values);
    checkSettings(values, { minimum, target, maximum });
    const oceans = oceansOf(spot.world, spot.accountId);
    const controllerId = text(values, "controller_id");
    const other = oceans.find((ocean) => ocean.controllerId === controllerId);
    refuseIf(other, rules.controllerIdTaken, controllerId, other?.id ?? "");
    const region = text(values, "region") || "us-east-1";
    const aws = awsOf(spot.world, spot.actor, spot.account, region);
    checkPlan(aws, planOf({ values, region }), values);
    const id = `o-${spot.world.ids.hex(8, "spot/ocean", [spot.accountId, name])}`;
    const ocean = oceans.put(id, {
      id,
      accountId: spot.accountId,
      region,
      name,
      controllerId,
      values,
      target,
      minimum,
      maximum,
      problem: null,
      createdAt: spot.world.now.toISOString(),
    });
    return bringToTarget(spot, ocean);
  });
}

/**
 * ReadCluster.
 *
 * @throws SpotError
 */
export function readOcean(spot: Spot, id: string): Ocean | undefined {
  return spot.call({ method: "GET", path: `${oceanPath}/${id}`, attempt: "failed to read cluster" }, () =>
    findOcean(spot, id),
  );
}

/**
 * UpdateCluster: instances that run keep what they were started with until they are rolled.
 *
 * @throws SpotError
 */
export function updateOcean(spot: Spot, id: string, values: Values): Ocean {
  const attempt = `[ERROR] Failed to update cluster [${id}]`;
  return spot.call({ method: "PUT", path: `${oceanPath}/${id}`, attempt }, () => {
    const held = findOcean(spot, id) ?? refuse(rules.clusterMissing, id);
    const capacity = capacityIn(values, held);
    checkSettings(values, capacity);
    const aws = awsOf(spot.world, spot.actor, spot.account, held.region);
    checkPlan(aws, planOf({ ...held, values }), values);
    const name = text(values, "name");
    const controllerId = text(values, "controller_id");
    const ocean = oceansOf(spot.world, spot.accountId).put(id, { ...held, ...capacity, name, controllerId, values });
    return bringToTarget(spot, ocean);
  });
}

/**
 * DeleteCluster: Spot terminates the instances. In AWS they take some minutes to go, while the call returns at once.
 *
 * @throws SpotError
 */
export function deleteOcean(spot: Spot, id: string): void {
  const attempt = "[ERROR] onDelete() -> Failed to delete cluster";
  spot.call({ method: "DELETE", path: `${oceanPath}/${id}`, attempt }, () => {
    const ocean = findOcean(spot, id) ?? refuse(rules.clusterMissing, id);
    const aws = awsOf(spot.world, spot.actor, spot.account, ocean.region);
    stopInstances(aws, instancesOf(aws, ocean));
    oceansOf(spot.world, spot.accountId).delete(id);
  });
}

/** Starts what is missing, or stops the newest ones that are too many. */
function bringToTarget(spot: Spot, ocean: Ocean): Ocean {
  if (ocean.values.use_as_template_only === true) return ocean;
  const aws = awsOf(spot.world, spot.actor, spot.account, ocean.region);
  const present = instancesOf(aws, ocean);
  stopInstances(aws, present.slice(ocean.target));
  const count = Math.max(0, ocean.target - present.length);
  const { problem } = startInstances(aws, ocean, { plan: planOf(ocean), count });
  return noteProblem(spot, ocean, problem);
}

/** Writes down what keeps instances from starting; null when nothing does. */
export function noteProblem(spot: Spot, ocean: Ocean, problem: string | null): Ocean {
  return ocean.problem === problem ? ocean : oceansOf(spot.world, spot.accountId).put(ocean.id, { ...ocean, problem });
}
