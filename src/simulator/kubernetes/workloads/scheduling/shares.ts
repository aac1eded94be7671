import type { Json } from "../../../world/json.ts";

/** A count, or the share that a percentage such as `25%` means of the wanted number; 0 for anything else. */
export function shareOf(value: Json, wanted: number, round: (share: number) => number): number {
  if (typeof value === "number") return value;
  const percentage = /^(\d+)%$/.exec(String(value))?.[1];
  return percentage === undefined ? 0 : round((Number(percentage) / 100) * wanted);
}
