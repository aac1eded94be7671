import type { KubernetesObject } from "../object.ts";

/**
 * Objects that a controller found as they should be, with those that they depend on. Records are replaced, never changed, so that the
 * same records need no second look. It is a memory of work done, not state: forgetting it changes nothing.
 */
export class Settled {
  readonly #seen = new WeakMap<KubernetesObject, readonly KubernetesObject[]>();

  has(object: KubernetesObject, dependents: readonly KubernetesObject[]): boolean {
    const seen = this.#seen.get(object);
    if (seen === undefined || seen.length !== dependents.length) return false;
    return seen === dependents || seen.every((one, index) => one === dependents[index]);
  }

  add(object: KubernetesObject, dependents: readonly KubernetesObject[]): void {
    this.#seen.set(object, dependents);
  }
}
