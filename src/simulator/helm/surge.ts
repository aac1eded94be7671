import { at, textAt } from "../kubernetes/fields.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";

/**
 * How many replicas must be ready at least during a rolling update: all but as many as may be unavailable, which a percentage
 * gives rounded down.
 */
export function availableNeeded(
  object: KubernetesObject,
  replicas: number,
  strategy: string,
  fallback: string,
): number {
  const type = textAt(object, `${strategy}.type`);
  if (type !== "" && type !== "RollingUpdate") return replicas;
  const given = at(object, `${strategy}.rollingUpdate.maxUnavailable`) ?? fallback;
  const text = String(given);
  const number = Number.parseInt(text, 10);
  const unavailable = text.endsWith("%") ? Math.floor((replicas * number) / 100) : number;
  return Math.max(0, replicas - unavailable);
}
