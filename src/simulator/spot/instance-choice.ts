import { capacityOf, type InstanceCapacity } from "../aws/ec2/facts/instance-capacity.ts";
import { architectureOf, familyAndSize, isBurstable } from "../aws/ec2/facts/instance-types.ts";
import { blocks, flag, number, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";

/** A type that Ocean may start. */
export interface OfferedType extends InstanceCapacity {
  readonly name: string;
  /** US dollars an hour in us-east-1, on demand. */
  readonly hourly: number;
}

/** Dollars an hour of the size `large` by family; larger sizes cost in proportion. Source: EC2 on-demand prices of us-east-1. */
const largeHourly: Readonly<Record<string, number>> = {
  t3: 0.0832,
  t3a: 0.0752,
  m5: 0.096,
  m5a: 0.086,
  m6i: 0.096,
  m6a: 0.0864,
  m6g: 0.077,
  m7i: 0.1008,
  m7g: 0.0816,
  c5: 0.085,
  c6i: 0.085,
  c6g: 0.068,
  c7i: 0.08925,
  r5: 0.126,
  r5a: 0.113,
  r6i: 0.126,
  r6g: 0.1008,
  r7i: 0.1323,
};

const sizes: Readonly<Record<string, number>> = {
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
  "12xlarge": 24,
  "16xlarge": 32,
};

/** Burstable families end at `2xlarge`. */
const largestBurstable = 4;

/** The types among which Ocean chooses, the cheapest first; burstable ones, which have no interfaces for pods, come last. */
export const offeredTypes: readonly OfferedType[] = Object.entries(largeHourly)
  .flatMap(([family, hourly]) =>
    Object.entries(sizes).flatMap(([size, multiple]): OfferedType[] => {
      const name = `${family}.${size}`;
      const capacity = capacityOf(name);
      if (!capacity || (isBurstable(name) && multiple > largestBurstable)) return [];
      return [{ name, hourly: hourly * multiple, ...capacity }];
    }),
  )
  .sort(
    (left, right) =>
      Number(isBurstable(left.name)) - Number(isBurstable(right.name)) ||
      left.hourly - right.hourly ||
      left.name.localeCompare(right.name),
  );

/** What an Ocean cluster says of the types that it wants. */
interface TypeWishes {
  /** Of the image, `x86_64` or `arm64`; null where it is not known. */
  readonly architecture: string | null;
  readonly values: Values;
}

/** The types that an Ocean cluster may start, the cheapest first. */
export function typesFor({ architecture, values }: TypeWishes): readonly OfferedType[] {
  const whitelist = texts(values.whitelist);
  const blacklist = texts(values.blacklist);
  const [filters] = blocks(values, "filters");
  return offeredTypes.filter(
    (type) =>
      (architecture ?? "x86_64") === architectureOf(type.name) &&
      (whitelist.length === 0 || whitelist.includes(type.name)) &&
      !blacklist.includes(type.name) &&
      (filters === undefined || passes(type, filters)),
  );
}

/** True when a type passes the block `filters`; what a filter does not say, or says with -1, does not count. */
function passes(type: OfferedType, filters: Values): boolean {
  const { family } = familyAndSize(type.name);
  const atLeast = (name: string, value: number) => value >= number(filters, name, -1);
  const atMost = (name: string, value: number) => {
    const limit = number(filters, name, -1);
    return limit < 0 || value <= limit;
  };
  const oneOf = (name: string, value: string) => {
    const wanted = texts(filters[name]);
    return wanted.length === 0 || wanted.includes(value);
  };
  return (
    atLeast("min_vcpu", type.vcpus) &&
    atMost("max_vcpu", type.vcpus) &&
    atLeast("min_memory_gib", type.memoryGib) &&
    atMost("max_memory_gib", type.memoryGib) &&
    atLeast("min_enis", type.interfaces) &&
    number(filters, "min_gpu", -1) <= 0 &&
    oneOf("architectures", architectureOf(type.name)) &&
    oneOf("hypervisor", "nitro") &&
    oneOf("virtualization_types", "hvm") &&
    oneOf("root_device_types", "ebs") &&
    (texts(filters.include_families).length === 0 || texts(filters.include_families).includes(family)) &&
    !texts(filters.exclude_families).includes(family) &&
    !(flag(filters, "exclude_metal") && type.name.includes("metal"))
  );
}
