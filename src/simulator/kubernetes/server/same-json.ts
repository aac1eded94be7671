import type { Json } from "../../world/json.ts";

/** True for equal data: the order of an object's members does not count, and an undefined member is none. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) return sameList(left, right);
  const [one, other] = [left, right] as Record<string, Json | undefined>[];
  if (!one || !other) return false;
  for (const key in one) if (!sameJson(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}

function sameList(left: Json, right: Json): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  return left.every((item: Json, index) => sameJson(item, right[index]));
}
