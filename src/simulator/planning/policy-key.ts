import { canonicalJson } from "../world/json.ts";

/** A text that IAM policies of the same meaning share: one value or a list of one, lists in any order. */
export function policyKey(text: string): string {
  try {
    return canonicalJson(normalised(JSON.parse(text === "" ? "{}" : text)));
  } catch {
    return text;
  }
}

function normalised(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normalised);
    if (items.length === 1 && typeof items[0] !== "object") return items[0];
    return items.sort((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === "Statement" && !Array.isArray(part) ? [normalised(part)] : normalised(part),
    ]),
  );
}
