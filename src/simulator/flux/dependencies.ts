import type { KubernetesApi } from "../kubernetes/api.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import { type KubernetesObject, kindKey } from "../kubernetes/object.ts";
import { refuseUnless } from "../rule.ts";
import { isReady } from "./objects.ts";
import { fluxRules as rules } from "./rules.ts";

/**
 * Checks that everything in `dependsOn`, which is of the object's own kind, is ready.
 *
 * @throws ServiceError in Flux's words when something is not
 */
export function checkDependencies(api: KubernetesApi, object: KubernetesObject): void {
  for (const dependency of objectsAt(object.spec, "dependsOn")) {
    const namespace = textAt(dependency, "namespace") || (object.metadata.namespace ?? "");
    const key = `${namespace}/${textAt(dependency, "name")}`;
    const found = api.find(kindKey(object), textAt(dependency, "name"), namespace);
    refuseUnless(found, rules.dependencyMissing, key);
    refuseUnless(isReady(found), rules.dependencyNotReady, key);
  }
}
