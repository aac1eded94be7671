import type { Aws } from "../aws/client.ts";
import { capacityOf } from "../aws/ec2/facts/instance-capacity.ts";
import { architectureOf } from "../aws/ec2/facts/instance-types.ts";
import type { Instance } from "../aws/ec2/instance-records.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { nodeConfigurationOf } from "../kubernetes/nodes/node-configuration.ts";
import { nodeResources } from "../kubernetes/nodes/node-object.ts";
import { quantityAt } from "../kubernetes/workloads/pods/pod-types.ts";
import type { NodeView, Taint } from "../kubernetes/workloads/scheduling/nodes.ts";
import { blocks, text, texts } from "../planning/input.ts";
import type { World } from "../world/world.ts";
import type { OfferedType } from "./instance-choice.ts";
import { typesOf } from "./instances.ts";
import { type LaunchPlan, pairs, planOf, planOfSpec } from "./launch-plan.ts";
import { type LaunchSpec, launchSpecsOf, type Ocean } from "./records.ts";

type Lifecycle = Instance["lifecycle"];

/** Label by which pods ask for on-demand instances. Source: Spot help, Labels and taints. */
export const lifecycleLabel = "spotinst.io/node-lifecycle";

/** How that label calls a lifecycle. */
export const lifecycleNames: Readonly<Record<Lifecycle, string>> = { "on-demand": "od", spot: "spot" };

/** A kind of node that an Ocean cluster can start: its own, or that of a virtual node group. */
export interface NodeTemplate {
  readonly plan: LaunchPlan;
  /** Undefined for the cluster's own. */
  readonly spec: LaunchSpec | undefined;
  readonly types: readonly OfferedType[];
  readonly zones: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** The kinds of nodes of an Ocean cluster, its own first. */
export function templatesOf(aws: Aws, world: World, ocean: Ocean): readonly NodeTemplate[] {
  const specs = launchSpecsOf(world, ocean.accountId).filter(({ oceanId }) => oceanId === ocean.id);
  const own = ocean.values.use_as_template_only === true ? [] : [templateOf(aws, ocean, undefined)];
  return [...own, ...specs.map((spec) => templateOf(aws, ocean, spec))];
}

function templateOf(aws: Aws, ocean: Ocean, spec: LaunchSpec | undefined): NodeTemplate {
  const plan = spec ? planOfSpec(ocean, spec) : planOf(ocean);
  const wanted = texts(spec?.values.instance_types);
  const configuration = nodeConfigurationOf(plan.userData);
  const zones = plan.subnetIds.flatMap((id) => ec2.subnets(aws).get(id)?.availabilityZone ?? []);
  return {
    plan,
    spec,
    types: typesOf(aws, ocean, plan).filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
    zones: [...new Set(zones)].sort(),
    labels: { ...configuration?.labels, ...specLabels(spec) },
    taints: [...(configuration?.taints ?? []), ...specTaints(spec)].map(({ key, effect, value = "" }) => ({
      key,
      value,
      effect,
    })),
  };
}

/** Labels that the controller in the cluster puts on the nodes of a virtual node group. */
export function specLabels(spec: LaunchSpec | undefined): Readonly<Record<string, string>> {
  return spec ? pairs(spec.values, "labels") : {};
}

/** Taints of the same kind. */
export function specTaints(spec: LaunchSpec | undefined): readonly Taint[] {
  return blocks(spec?.values ?? {}, "taints").map((taint) => ({
    key: text(taint, "key"),
    value: text(taint, "value"),
    effect: text(taint, "effect"),
  }));
}

/** What tells one node of a template from another. */
export interface NodeShape {
  readonly type: string;
  readonly zone: string;
  readonly lifecycle: Lifecycle;
  /** Name of the node to be. */
  readonly name: string;
}

/** A node of a template as the scheduler will see it. */
export function imagined(region: string, template: NodeTemplate, shape: NodeShape): NodeView {
  const { type, zone, lifecycle, name } = shape;
  const maxPods = nodeConfigurationOf(template.plan.userData)?.maxPods ?? null;
  const status = { status: nodeResources(type, { maxPods, diskGib: 20, branches: 0 }) };
  return {
    name,
    labels: {
      ...template.labels,
      [lifecycleLabel]: lifecycleNames[lifecycle],
      "kubernetes.io/arch": architectureOf(type) === "arm64" ? "arm64" : "amd64",
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": type,
      "topology.kubernetes.io/region": region,
      "topology.kubernetes.io/zone": zone,
    },
    taints: template.taints,
    isReady: true,
    isReachable: true,
    isUnschedulable: false,
    cpu: quantityAt(status, "status.allocatable.cpu") ?? 0,
    memory: quantityAt(status, "status.allocatable.memory") ?? 0,
    pods: quantityAt(status, "status.allocatable.pods") ?? 0,
    interfaces: capacityOf(type)?.branchInterfaces ?? 0,
    zone,
    instanceId: "",
    address: "",
  };
}
