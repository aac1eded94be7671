import type { KubernetesObject } from "../object.ts";

/**
 * Objects that a controller found as they should be, with those that they depend on. Records are replaced, never changed, so that the
 * same records need no second look. It is a memory of work done, not state: forgetting it changes nothing.
 */
export class Settled {
  readonly #seen = new WeakMap<KubernetesObject, readonly KubernetesObject[]>();

  has(object: KubernetesObject, dependents: readonly KubernetesObject[]): boolean {
    const seen = this.#seen.get(object);
    return seen !== undefined && haveSameMembers(seen, dependents);
  }

  add(object: KubernetesObject, dependents: readonly KubernetesObject[]): void {
    this.#seen.set(object, dependents);
  }
}

/** Whether two lists hold the very same records in the same order. */
export function haveSameMembers(left: readonly KubernetesObject[], right: readonly KubernetesObject[]): boolean {
  return left === right || (left.length === right.length && left.every((one, index) => one === right[index]));
}
