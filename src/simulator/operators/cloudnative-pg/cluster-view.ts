import { at, flagAt, numberAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";

/** What the operator reads from a Cluster again and again. */
export interface ClusterView {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly namespace: string;
  readonly instances: number;
  readonly image: string;
  readonly database: string;
  readonly owner: string;
  /** Secret with the owner's name and password; the operator makes it unless the bootstrap names one. */
  readonly appSecret: string;
  readonly makesAppSecret: boolean;
  readonly hasSuperuser: boolean;
  readonly hasWalVolume: boolean;
  readonly hasDisruptionBudgets: boolean;
  /** Version of the operator. */
  readonly version: readonly number[];
  readonly operatorImage: string;
}

/** What a Cluster says. `image` is that of its spec or catalogue, else the operator's own choice. */
export function viewOf(
  object: KubernetesObject,
  operator: { readonly image: string; readonly version: readonly number[] },
  image: string,
): ClusterView {
  const { name, namespace = "" } = object.metadata;
  const initdb = at(object.spec, "bootstrap.initdb") ?? at(object.spec, "bootstrap.recovery");
  const database = textAt(initdb, "database") || "app";
  const secret = textAt(initdb, "secret.name");
  return {
    object,
    name,
    namespace,
    instances: numberAt(object.spec, "instances", 1),
    image,
    database,
    owner: textAt(initdb, "owner") || database,
    appSecret: secret || `${name}-app`,
    makesAppSecret: secret === "",
    hasSuperuser: flagAt(object.spec, "enableSuperuserAccess"),
    hasWalVolume: at(object.spec, "walStorage") !== undefined,
    hasDisruptionBudgets: at(object.spec, "enablePDB") !== false,
    version: operator.version,
    operatorImage: operator.image,
  };
}
