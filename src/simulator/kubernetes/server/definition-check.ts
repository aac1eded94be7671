import type { KubernetesObject } from "../object.ts";

/**
 * What a CustomResourceDefinition demands of objects beyond their shape, as its `x-kubernetes-validations` do. The definitions of
 * simulated charts do not hold such rules, so that they stand here, beside the controller that the kind is for.
 */
export interface DefinitionCheck {
  /** The kind, as `group/Kind`. */
  readonly kind: string;
  /** @throws KubernetesError `Invalid` */
  check(object: KubernetesObject, previous: KubernetesObject | undefined): void;
}
