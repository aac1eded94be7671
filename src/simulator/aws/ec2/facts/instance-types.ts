/** Sizes of burstable types, which have two vCPUs where others have one. */
const burstable: Readonly<Record<string, number>> = { nano: 2, micro: 2, small: 2, medium: 2 };
const oldBurstable: Readonly<Record<string, number>> = { nano: 1, micro: 1, small: 1, medium: 2 };
const ordinary: Readonly<Record<string, number>> = { micro: 1, small: 1, medium: 1, large: 2, xlarge: 4, metal: 96 };

/**
 * vCPUs of an instance type by the naming rules of EC2 ("Amazon EC2 instance types"); bare metal without a size counts as 96.
 * Undefined for a name that is no type.
 */
export function vcpusOf(instanceType: string): number | undefined {
  const { family, size } = familyAndSize(instanceType);
  const sizes = family === "t2" ? oldBurstable : family.startsWith("t") ? burstable : {};
  const multiple = /^(?:metal-)?(\d+)xl(?:arge)?$/.exec(size)?.[1];
  return multiple === undefined ? (sizes[size] ?? ordinary[size]) : 4 * Number(multiple);
}

/** Families whose vCPUs count against the quota of standard instances: A, C, D, H, I, M, R, T and Z. */
export function isStandard(instanceType: string): boolean {
  return /^(?:[acdhimrtz]|im|is)\d/.test(instanceType);
}

/** True for types that earn CPU credits. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/** `arm64` for types with Graviton processors, else `x86_64`. */
export function architectureOf(instanceType: string): "arm64" | "x86_64" {
  const { family } = familyAndSize(instanceType);
  return /^(?:a1|g5g|[a-z]+\d+g[a-z]*)$/.test(family) ? "arm64" : "x86_64";
}

/** Generations that the oldest zone of us-east-1 still has; newer types are not offered there. */
const oldZone = { id: "use1-az3", types: /^(?:t[12]|[a-su-z][a-z]*[1-4])\./ };

/** True when EC2 offers the type in the zone. The simulator knows of one zone that lacks types (public logs). */
export function isOffered(instanceType: string, zoneId: string): boolean {
  return zoneId !== oldZone.id || oldZone.types.test(instanceType);
}

/** `m5` and `large` of `m5.large`; empty texts for a name that is no type. */
export function familyAndSize(instanceType: string): { readonly family: string; readonly size: string } {
  const [, family = "", size = ""] = /^([a-z][a-z0-9-]*\d[a-z0-9-]*)\.([a-z0-9-]+)$/.exec(instanceType) ?? [];
  return { family, size };
}
