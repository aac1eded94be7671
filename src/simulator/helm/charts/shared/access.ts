import { flagAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest, ManifestMeta } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { inNamespace, type MetaOptions, type Scope } from "./scope.ts";

const rbac = "rbac.authorization.k8s.io/v1";

/** Verbs of somebody who reads. */
export const reading = ["get", "list", "watch"];

/** One rule of a role; names separated by spaces, the core group written `core`. */
export function allow(groups: string, resources: string, verbs: readonly string[] = ["*"]): JsonObject {
  const apiGroups = groups.split(" ").map((group) => (group === "core" ? "" : group));
  return { apiGroups, resources: resources.split(" "), verbs };
}

/** A Role. */
export function role(metadata: ManifestMeta, rules: readonly JsonObject[]): Manifest {
  return { apiVersion: rbac, kind: "Role", metadata, rules };
}

/** A ClusterRole. */
export function clusterRole(metadata: ManifestMeta, rules: readonly JsonObject[]): Manifest {
  return { apiVersion: rbac, kind: "ClusterRole", metadata, rules };
}

/** The service account that a binding is for. */
export interface Subject {
  readonly name: string;
  readonly namespace: string;
}

/** Gives a role, or a cluster role within the namespace, to a service account. */
export function roleBinding(
  metadata: ManifestMeta,
  name: string,
  subject: Subject,
  kind: "Role" | "ClusterRole" = "Role",
): Manifest {
  return { ...binding("RoleBinding", metadata, kind, name, subject) };
}

/** Gives a cluster role to a service account. */
export function clusterRoleBinding(metadata: ManifestMeta, name: string, ...subjects: readonly Subject[]): Manifest {
  return binding("ClusterRoleBinding", metadata, "ClusterRole", name, ...subjects);
}

function binding(
  kind: string,
  metadata: ManifestMeta,
  roleKind: string,
  name: string,
  ...subjects: readonly Subject[]
): Manifest {
  return {
    apiVersion: rbac,
    kind,
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: roleKind, name },
    subjects: subjects.map((subject) => ({ kind: "ServiceAccount", name: subject.name, namespace: subject.namespace })),
  };
}

/** A ServiceAccount; its token is mounted unless said otherwise. */
export function serviceAccount(metadata: ManifestMeta, options: { readonly automount?: boolean } = {}): Manifest {
  const { automount = true } = options;
  return { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: automount };
}

/** The service account that the values at a path (`create`, `name`, `annotations`) describe. */
interface ChosenAccount {
  readonly name: string;
  /** The account itself; nothing when somebody else makes it. */
  readonly objects: readonly Manifest[];
}

/** Account of a component by the usual `serviceAccount` values: with `create: false` and no name it is `default`. */
export function accountAt(scope: Scope, path: string, fallback: string, options: MetaOptions = {}): ChosenAccount {
  const created = flagAt(scope.values, `${path}.create`);
  const name = textAt(scope.values, `${path}.name`) || (created ? fallback : "default");
  const annotations = { ...options.annotations, ...textMapAt(scope.values, `${path}.annotations`) };
  return { name, objects: created ? [serviceAccount(inNamespace(scope, name, { ...options, annotations }))] : [] };
}
