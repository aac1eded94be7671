import { flagAt, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { allow, clusterRole, clusterRoleBinding, reading, role, roleBinding } from "../shared/access.ts";
import { clusterWide, type Scope } from "../shared/scope.ts";
import { componentMeta, componentName, enabledComponents } from "./argo-scope.ts";
import type { Component } from "./components.ts";
import { accountOf } from "./workloads.ts";

const argo = allow("argoproj.io", "applications applicationsets appprojects");

/** Rules of the components' roles in their own namespace. */
const ownRules: Partial<Record<Component["key"], readonly JsonObject[]>> = {
  controller: [argo, allow("core", "secrets configmaps", reading), allow("core", "events", ["create", "list"])],
  repoServer: [],
  server: [argo, allow("core", "secrets configmaps"), allow("core", "events", ["create", "list"])],
  applicationSet: [argo, allow("core", "secrets configmaps", reading), allow("core", "events", ["create", "patch"])],
  notifications: [argo, allow("core", "secrets configmaps", reading)],
  dex: [allow("core", "secrets configmaps", reading)],
};

/** Rules in the whole cluster: the controller may do everything there. */
const clusterRules: Partial<Record<Component["key"], readonly JsonObject[]>> = {
  controller: [allow("*", "*"), { nonResourceURLs: ["*"], verbs: ["*"] }],
  server: [allow("*", "*", ["delete", "get", "patch", "list"]), allow("core", "events pods pods/log", reading)],
  notifications: [allow("argoproj.io", "applications appprojects", [...reading, "update", "patch"])],
};

/** Service accounts, roles and bindings of the components. */
export function access(scope: Scope): readonly Manifest[] {
  return enabledComponents(scope).flatMap((component) => {
    const account = accountOf(scope, component);
    const name = componentName(scope, component);
    const subject = { name: account.name, namespace: scope.namespace };
    const rules = ownRules[component.key];
    const meta = componentMeta(scope, component, name);
    return [
      ...account.objects,
      ...(rules ? [role(meta, [...rules, ...ruleValues(scope, component)]), roleBinding(meta, name, subject)] : []),
      ...clusterAccess(scope, component, subject),
    ];
  });
}

function ruleValues(scope: Scope, { key }: Component): readonly JsonObject[] {
  return objectsAt(scope.values, key === "repoServer" ? "repoServer.rbac" : `${key}.roleRules`);
}

function clusterAccess(
  scope: Scope,
  component: Component,
  subject: { readonly name: string; readonly namespace: string },
): readonly Manifest[] {
  const own = objectAt(scope.values, `${component.key}.clusterRoleRules`);
  const rules = flagAt(own, "enabled") ? objectsAt(own, "rules") : clusterRules[component.key];
  if (!rules || !flagAt(scope.values, "createClusterRoles")) return [];
  const name = componentName(scope, component);
  const { labels = {} } = componentMeta(scope, component, name);
  const meta = clusterWide(scope, name, { labels });
  return [clusterRole(meta, rules), clusterRoleBinding(meta, name, subject)];
}

/** Name of the account of the hook that makes the password of Redis. */
export function hookAccount(scope: Scope): string {
  return textAt(scope.values, "redisSecretInit.serviceAccount.name") || `${scope.fullName}-redis-secret-init`;
}
