import type { Aws } from "../aws/client.ts";
import { capacityOf } from "../aws/ec2/facts/instance-capacity.ts";
import type { Instance } from "../aws/ec2/instance-records.ts";
import { servicePrincipal } from "../aws/principal.ts";
import type { ControllerContext } from "../kubernetes/controller.ts";
import { blocks, number } from "../planning/input.ts";
import { ServiceError } from "../rule.ts";
import { awsOf } from "./client.ts";
import { instancesOf, type Launched, startInstances } from "./instances.ts";
import { specTag } from "./launch-spec.ts";
import type { NodeTemplate } from "./node-templates.ts";
import { type Ocean, oceansOf, type SpotAccount } from "./records.ts";
import type { Choice } from "./scale-up.ts";

/** An Ocean cluster and its account. */
export interface Found {
  readonly account: SpotAccount;
  readonly ocean: Ocean;
}

/** Starts one node; the Ocean cluster keeps its new size, or why there is none. */
export function launch(context: ControllerContext, { account, ocean }: Found, choice: Choice): Launched {
  const { world, account: awsAccount } = context.cluster;
  const launched = tryLaunch(context.aws(servicePrincipal("eks.amazonaws.com", awsAccount)), account, ocean, choice);
  const oceans = oceansOf(world, ocean.accountId);
  const now = oceans.get(ocean.id) ?? ocean;
  oceans.put(ocean.id, { ...now, target: now.target + launched.instances.length, problem: launched.problem });
  return launched;
}

function tryLaunch({ world, actor }: Aws, account: SpotAccount, ocean: Ocean, choice: Choice): Launched {
  try {
    const aws = awsOf(world, actor, account, ocean.region);
    const limit = limitReached(instancesOf(aws, ocean), ocean, choice);
    if (limit !== null) return { instances: [], problem: limit };
    const { template, type, lifecycle, zone } = choice;
    const wish = { plan: template.plan, count: 1, type, ...(zone === undefined ? {} : { zone }) };
    return startInstances(aws, ocean, lifecycle === "on-demand" ? { ...wish, lifecycle } : wish);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { instances: [], problem: `${error.code}: ${error.message}` };
  }
}

/** A template with the types that the limits still allow; with all of them where they allow none, so that a launch says which it is. */
export function withinLimits(aws: Aws, ocean: Ocean, template: NodeTemplate): NodeTemplate {
  const instances = instancesOf(aws, ocean);
  const types = template.types.filter((type) => limitReached(instances, ocean, { template, type }) === null);
  return types.length > 0 ? { ...template, types } : template;
}

/** The limit of the cluster or of its virtual node group that another node would break; null when there is none. */
function limitReached(
  instances: readonly Instance[],
  ocean: Ocean,
  { type, template }: Pick<Choice, "type" | "template">,
): string | null {
  if (instances.length >= ocean.maximum) return `the cluster has reached its maximum size of ${ocean.maximum}`;
  const { spec } = template;
  const [own = {}] = blocks(spec?.values ?? {}, "resource_limits");
  const inSpec = instances.filter(({ tags }) => tags[specTag] === spec?.id).length;
  const most = number(own, "max_instance_count", -1);
  if (most >= 0 && inSpec >= most) return `the virtual node group ${spec?.name} has reached its limit of ${most}`;
  const [autoscaler = {}] = blocks(ocean.values, "autoscaler");
  const [resources = {}] = blocks(autoscaler, "resource_limits");
  const held = instances.flatMap(({ instanceType }) => capacityOf(instanceType) ?? []);
  const vcpus = held.reduce((sum, one) => sum + one.vcpus, type.vcpus);
  const memory = held.reduce((sum, one) => sum + one.memoryGib, type.memoryGib);
  const [mostVcpus, mostMemory] = [number(resources, "max_vcpu", 0), number(resources, "max_memory_gib", 0)];
  if (mostVcpus > 0 && vcpus > mostVcpus) return `the cluster has reached its limit of ${mostVcpus} vCPUs`;
  if (mostMemory > 0 && memory > mostMemory) return `the cluster has reached its limit of ${mostMemory} GiB of memory`;
  return null;
}
