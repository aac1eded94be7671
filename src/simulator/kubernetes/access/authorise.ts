import type { Cluster } from "../cluster.ts";
import { resourceName } from "../kinds.ts";
import { accessRules as rules } from "../rules/access-rules.ts";
import { refuseUnless } from "../server/kubernetes-error.ts";
import { accessPolicyRules } from "./access-policies.ts";
import { type Attempt, covers } from "./policy-rule.ts";
import { rolesAllow } from "./roles.ts";
import type { User } from "./user.ts";

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
  return byPolicy || rolesAllow(cluster, user, { ...attempt, namespace });
}

function fits(pattern: string, namespace: string): boolean {
  if (!pattern.includes("*")) return pattern === namespace;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(namespace);
}
