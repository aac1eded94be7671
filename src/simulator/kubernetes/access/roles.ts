import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { objectsAt, textAt, textsAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import { type Attempt, covers, type PolicyRule } from "./policy-rule.ts";
import type { User } from "./user.ts";

const group = "rbac.authorization.k8s.io";

/** Whether roles that are bound to a user, or to one of its groups, allow an attempt. */
export function rolesAllow({ store }: Cluster, user: User, attempt: Attempt): boolean {
  const { namespace, name } = attempt;
  const bindings = [
    ...store.list(`${group}/ClusterRoleBinding`),
    ...(namespace === undefined ? [] : store.list(`${group}/RoleBinding`, namespace)),
  ];
  return bindings
    .filter((binding) => objectsAt(binding, "subjects").some((subject) => isSubject(subject, user, binding)))
    .flatMap((binding) => rulesOf(store, binding))
    .some((rule) => {
      const names = textsAt(rule, "resourceNames");
      if (names.length > 0 && (name === undefined || !names.includes(name))) return false;
      return covers(policyRuleOf(rule), attempt);
    });
}

function rulesOf(store: Cluster["store"], binding: KubernetesObject): readonly JsonObject[] {
  const role = textAt(binding, "roleRef.name");
  const found =
    textAt(binding, "roleRef.kind") === "ClusterRole"
      ? store.find(`${group}/ClusterRole`, "", role)
      : store.find(`${group}/Role`, binding.metadata.namespace ?? "", role);
  return objectsAt(found, "rules");
}

function policyRuleOf(rule: JsonObject): PolicyRule {
  return {
    apiGroups: textsAt(rule, "apiGroups"),
    resources: textsAt(rule, "resources"),
    verbs: textsAt(rule, "verbs"),
  };
}

function isSubject(subject: JsonObject, user: User, binding: KubernetesObject): boolean {
  const name = textAt(subject, "name");
  switch (textAt(subject, "kind")) {
    case "User":
      return name === user.name;
    case "Group":
      return user.groups.includes(name);
    default: {
      const namespace = textAt(subject, "namespace") || (binding.metadata.namespace ?? "");
      return user.name === `system:serviceaccount:${namespace}:${name}`;
    }
  }
}
