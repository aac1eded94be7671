import { type Aws, AwsError } from "../aws/client.ts";
import { availableAddresses } from "../aws/ec2/addressing.ts";
import { runInstances, terminateInstances } from "../aws/ec2/api/instances.ts";
import { findImage } from "../aws/ec2/facts/images.ts";
import type { Instance } from "../aws/ec2/instance-records.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { forgetNodes } from "../aws/eks/node-instances.ts";
import { blocks, number } from "../planning/input.ts";
import { type OfferedType, typesFor } from "./instance-choice.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import type { Ocean } from "./records.ts";

const oceanTag = "spotinst:aws:ec2:group:id";

type Lifecycle = Instance["lifecycle"];

/** Instances to start. */
export interface LaunchRequest {
  readonly plan: LaunchPlan;
  readonly count: number;
  /** The cheapest one of the cluster when left out. */
  readonly type?: OfferedType;
  /** What the share of spot instances says when left out. */
  readonly lifecycle?: Lifecycle;
  /** The only zone in which they may start. */
  readonly zone?: string;
}

/** What came of it. */
export interface Launched {
  readonly instances: readonly Instance[];
  /** What keeps more from starting, as Ocean's log shows it; null when all started. */
  readonly problem: string | null;
}

/** The instances of an Ocean cluster, oldest first. */
export function instancesOf(aws: Aws, { id }: Pick<Ocean, "id">): readonly Instance[] {
  return ec2.instances(aws).filter(({ tags }) => tags[oceanTag] === id);
}

/** The types that an Ocean cluster may start, the cheapest first. */
export function typesOf(aws: Aws, { values }: Ocean, { imageId }: Pick<LaunchPlan, "imageId">): readonly OfferedType[] {
  return typesFor({ values, architecture: findImage(aws.region, imageId)?.architecture ?? null });
}

/** Starts instances one by one until all are there or AWS refuses. */
export function startInstances(aws: Aws, ocean: Ocean, request: LaunchRequest): Launched {
  const instances: Instance[] = [];
  const type = request.type ?? typesOf(aws, ocean, request.plan)[0];
  if (!type) return { instances, problem: "no instance type matches" };
  while (instances.length < request.count) {
    const lifecycle = request.lifecycle ?? nextLifecycle(aws, ocean);
    const { instance, problem } = startOne(aws, ocean, { ...request, type, lifecycle });
    if (!instance) return { instances, problem };
    instances.push(instance);
  }
  return { instances, problem: null };
}

/** Tries the subnets, and on-demand after spot where the cluster falls back. */
function startOne(
  aws: Aws,
  ocean: Ocean,
  { plan, type, lifecycle, zone }: LaunchRequest & { readonly type: OfferedType; readonly lifecycle: Lifecycle },
): { readonly instance?: Instance; readonly problem: string | null } {
  const fallsBack = lifecycle === "spot" && ocean.values.fallback_to_ondemand !== false;
  const lifecycles: readonly Lifecycle[] = fallsBack ? ["spot", "on-demand"] : [lifecycle];
  let problem = `no subnet of the cluster is in ${zone ?? aws.region}`;
  for (const tried of lifecycles) {
    for (const subnetId of subnetsFor(aws, ocean, plan, zone)) {
      try {
        const [instance] = runInstances(aws, requestFor(plan, { ocean, type, subnetId, lifecycle: tried }));
        if (instance) return { instance, problem: null };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { code, message } = error.cause;
        problem = `Can't Spin Instances: Code: ${code}, Message: ${message}`;
        if (!isAboutPlace(code)) break;
      }
    }
  }
  return { problem };
}

/** Errors that another subnet may not have. */
function isAboutPlace(code: string): boolean {
  return ["InsufficientInstanceCapacity", "InsufficientFreeAddressesInSubnet", "Unsupported"].includes(code);
}

interface Placed {
  readonly ocean: Ocean;
  readonly type: OfferedType;
  readonly subnetId: string;
  readonly lifecycle: Lifecycle;
}

function requestFor(plan: LaunchPlan, { ocean, type, subnetId, lifecycle }: Placed) {
  const { subnetIds: _all, ...settings } = plan;
  return {
    ...settings,
    instanceType: type.name,
    subnetId,
    lifecycle,
    tags: { ...plan.tags, [oceanTag]: ocean.id },
    identity: ocean.id,
  };
}

/** Subnets by the number of the cluster's instances, then by free addresses. */
function subnetsFor(aws: Aws, ocean: Ocean, plan: LaunchPlan, zone: string | undefined): readonly string[] {
  const instances = instancesOf(aws, ocean);
  return plan.subnetIds
    .flatMap((id) => ec2.subnets(aws).get(id) ?? [])
    .filter(({ availabilityZone }) => zone === undefined || availabilityZone === zone)
    .map((subnet) => ({
      id: subnet.id,
      count: instances.filter(({ subnetId }) => subnetId === subnet.id).length,
      free: availableAddresses(aws, subnet),
    }))
    .sort((left, right) => left.count - right.count || right.free - left.free || left.id.localeCompare(right.id))
    .map(({ id }) => id);
}

/** Spot, unless the cluster has as large a share of spot instances as it wants. */
function nextLifecycle(aws: Aws, ocean: Ocean): Lifecycle {
  const share = number(ocean.values, "spot_percentage", -1);
  if (share < 0) return "spot";
  const instances = instancesOf(aws, ocean);
  const spot = instances.filter(({ lifecycle }) => lifecycle === "spot").length;
  return spot + 1 <= ((instances.length + 1) * share) / 100 ? "spot" : "on-demand";
}

/** Stops instances; their interfaces, volumes and nodes go with them. */
export function stopInstances(aws: Aws, instances: readonly Instance[]): void {
  if (instances.length === 0) return;
  const ids = instances.map(({ id }) => id);
  terminateInstances(aws, ids);
  forgetNodes(aws, ids);
}

/** True when the cluster scales by itself. */
export function isAutoscaled({ values }: Ocean): boolean {
  return blocks(values, "autoscaler").every(({ autoscale_is_enabled: enabled }) => enabled !== false);
}
