import type { KubernetesApi } from "../../api.ts";
import { objectAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import type { ConfigReference, Container, PodSpec } from "../pods/pod-types.ts";

/** The first Secret, ConfigMap or key that a container's environment is to be made of and that is not there; null when all is. */
export function missingConfiguration(api: KubernetesApi, namespace: string, container: Container): string | null {
  return firstMissing(api, namespace, container.references);
}

/** A volume of a pod that cannot be set up. */
interface MountProblem {
  readonly volume: string;
  readonly message: string;
}

/** The first volume whose Secret or ConfigMap is not there; null when all can be set up. */
export function mountProblem(api: KubernetesApi, pod: KubernetesObject, { volumes }: PodSpec): MountProblem | null {
  for (const { name, references } of volumes) {
    const cause = firstMissing(api, pod.metadata.namespace ?? "", references, true);
    if (cause !== null) return { volume: name, message: `MountVolume.SetUp failed for volume "${name}" : ${cause}` };
  }
  return null;
}

function firstMissing(
  api: KubernetesApi,
  namespace: string,
  references: readonly ConfigReference[],
  inVolume = false,
): string | null {
  for (const { kind, name, key, optional } of references) {
    if (optional) continue;
    const object = api.find(`/${kind}`, name, namespace);
    if (!object) return `${kind.toLowerCase()} "${name}" not found`;
    if (key === null || holds(object, key)) continue;
    if (inVolume) return `references non-existent ${kind === "Secret" ? "secret" : "config"} key: ${key}`;
    return `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
  }
  return null;
}

function holds(object: KubernetesObject, key: string): boolean {
  return ["data", "binaryData", "stringData"].some((field) => key in objectAt(object, field));
}
