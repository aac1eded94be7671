import type { Cluster } from "../cluster.ts";
import { type Kind, resourceName } from "../kinds.ts";
import { accessRules as rules } from "../rules/access-rules.ts";
import { refuseUnless } from "../server/kubernetes-error.ts";
import { accessPolicyRules, type PolicyRule } from "./access-policies.ts";
import { rolesAllow } from "./roles.ts";
import type { User } from "./user.ts";

export type Verb = "get" | "list" | "create" | "update" | "patch" | "delete";

/** What somebody wants to do. */
export interface Attempt {
  readonly verb: Verb;
  readonly kind: Pick<Kind, "group" | "kind" | "plural" | "namespaced">;
  /** For example `status`. */
  readonly subresource?: string;
  /** Undefined for the whole cluster. */
  readonly namespace?: string | undefined;
  /** Undefined when it is about no single object. */
  readonly name?: string | undefined;
}

/**
 * Asks for permission: by the access policies of EKS, then by the roles of the cluster. Members of `system:masters` need none.
 *
 * @throws KubernetesError `Forbidden`
 */
export function authorise(cluster: Cluster, user: User, attempt: Attempt): void {
  if (user.groups.includes("system:masters")) return;
  const { kind, verb, subresource, namespace, name } = attempt;
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  const subject = `${resourceName(kind)}${name ? ` ${JSON.stringify(name)}` : ""}`;
  const place = namespace === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
  const what = `resource ${JSON.stringify(resource)} in API group ${JSON.stringify(kind.group)} ${place}`;
  refuseUnless(isAllowed(cluster, user, attempt), rules.forbidden, subject, user.name, verb, what);
}

/** Whether a user may do something; what `kubectl auth can-i` asks. */
export function isAllowed(cluster: Cluster, user: User, attempt: Attempt): boolean {
  if (user.groups.includes("system:masters")) return true;
  const { kind, name } = attempt;
  const isNamespace = kind.group === "" && kind.kind === "Namespace";
  const namespace = attempt.namespace ?? (isNamespace ? name : undefined);
  const byPolicy = (user.grants ?? []).some(
    ({ policy, namespaces }) =>
      (namespaces === null || (namespace !== undefined && namespaces.some((pattern) => fits(pattern, namespace)))) &&
      (accessPolicyRules[policy] ?? []).some((rule) => covers(rule, attempt)),
  );
  return byPolicy || rolesAllow(cluster, user, { ...attempt, namespace }, covers);
}

/** Whether a rule allows an attempt; `*` covers subresources too. */
export function covers({ apiGroups, resources, verbs }: PolicyRule, { kind, verb, subresource }: Attempt): boolean {
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  const has = (list: readonly string[], wanted: string) => list.includes("*") || list.includes(wanted);
  const isNamed = has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`));
  return isNamed && has(apiGroups, kind.group) && has(verbs, verb);
}

function fits(pattern: string, namespace: string): boolean {
  if (!pattern.includes("*")) return pattern === namespace;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(namespace);
}
