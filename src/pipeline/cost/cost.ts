import type { Values as ResourceValues } from "../../simulator/planning/values.ts";
import { typesFor } from "../../simulator/spot/instance-choice.ts";
import { hourly, hoursPerMonth, instanceHourly, monthly } from "./prices.ts";

/** A resource as a plan or a state shows it. */
interface PricedResource {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What runs by itself costs a month, in US dollars, without traffic, requests and stored data. */
export function monthlyCost(resources: readonly PricedResource[]): number {
  return resources.reduce((sum, resource) => sum + (priceOf[resource.type]?.(resource.values) ?? 0), 0);
}

/** Managed resources of a plan or state in the form that is priced. */
export function pricedOf(
  resources: readonly {
    readonly type: string;
    readonly mode?: string;
    readonly values?: Readonly<Record<string, unknown>>;
  }[],
): PricedResource[] {
  return resources.filter(({ mode }) => mode !== "data").map(({ type, values = {} }) => ({ type, values }));
}

type Values = PricedResource["values"];

const perMonth = (hours: number): number => hours * hoursPerMonth;
const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Monthly price by resource type; a type that is not here costs nothing until it is used. */
const priceOf: Readonly<Record<string, (values: Values) => number>> = {
  aws_eks_cluster: () => perMonth(hourly.eksStandardSupport),
  aws_nat_gateway: () => perMonth(hourly.natGateway),
  aws_eip: () => perMonth(hourly.publicIpv4),
  aws_vpc_endpoint: (values) =>
    values.vpc_endpoint_type === "Interface"
      ? perMonth(hourly.interfaceEndpointPerZone) * Math.max(1, count(values.subnet_ids))
      : 0,
  aws_kms_key: () => monthly.kmsKey,
  aws_secretsmanager_secret: () => monthly.secret,
  aws_route53_zone: () => monthly.route53Zone,
  aws_instance: (values) => perMonth(instanceHourly[String(values.instance_type)] ?? 0),
  aws_eks_node_group: (values) => nodeGroup(values),
  spotinst_ocean_aws: (values) => perMonth(oceanHourly(values)),
};

function nodeGroup(values: Values): number {
  const [scaling] = Array.isArray(values.scaling_config) ? (values.scaling_config as { desired_size?: number }[]) : [];
  const [type] = Array.isArray(values.instance_types) ? (values.instance_types as string[]) : [];
  return perMonth(instanceHourly[type ?? "t3.medium"] ?? 0) * (scaling?.desired_size ?? 0);
}

/** The nodes that are always there, each of the cheapest type that may start, at the price on demand; not those that work adds. */
function oceanHourly(values: Values): number {
  const [type] = typesFor({ values: values as ResourceValues, architecture: null });
  return (type?.hourly ?? 0) * Number(values.min_size ?? 0);
}
