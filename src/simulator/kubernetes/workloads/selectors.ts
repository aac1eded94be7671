import type { Json } from "../../world/json.ts";
import { objectsAt, textAt, textMapAt, textsAt } from "../fields.ts";

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** One requirement of a selector, on the value under a key. */
interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Whether labels meet a label selector (`matchLabels`, `matchExpressions`). An empty selector takes everything. */
export function selects(selector: Json | undefined, labels: Labels): boolean {
  return (
    hasAll(textMapAt(selector, "matchLabels"), labels) &&
    requirementsAt(selector, "matchExpressions").every((one) => meets(one, labels))
  );
}

/** True when labels have all of these values. */
export function hasAll(wanted: Labels, labels: Labels): boolean {
  for (const key in wanted) if (labels[key] !== wanted[key]) return false;
  return true;
}

/** The requirements in the list at a path. */
export function requirementsAt(value: Json | undefined, path: string): readonly Requirement[] {
  return objectsAt(value, path).map((item) => ({
    key: textAt(item, "key"),
    operator: textAt(item, "operator"),
    values: textsAt(item, "values"),
  }));
}

/** Whether labels meet one requirement. */
export function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
