import { flagAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, clusterRole, clusterRoleBinding, reading } from "../shared/access.ts";
import { clusterWide, type Scope } from "../shared/scope.ts";

const groups = ["helm", "image", "kustomize", "notification", "source"]
  .map((part) => `${part}.toolkit.fluxcd.io`)
  .join(" ");

/** Accounts that may work on Flux objects; source-watcher is not among them. */
const accounts = ["kustomize", "helm", "source", "notification", "image-reflector", "image-automation"].map(
  (part) => `${part}-controller`,
);

/** What Flux may do in the cluster: everything for the two controllers that apply, unless tenants are kept apart. */
export function fluxAccess(scope: Scope): readonly Manifest[] {
  const { values, namespace } = scope;
  const to = (name: string) => ({ name, namespace });
  const writing = ["create", "delete", "deletecollection", "patch", "update"];
  const aggregate = (role: string) => ({ [`rbac.authorization.k8s.io/aggregate-to-${role}`]: "true" });
  const isPrivileged = !flagAt(values, "multitenancy.enabled") || flagAt(values, "multitenancy.privileged");
  return [
    ...(flagAt(values, "rbac.create")
      ? [
          clusterRole(clusterWide(scope, "crd-controller"), [
            allow(groups, "*"),
            allow("core", "namespaces secrets configmaps serviceaccounts", reading),
            allow("core", "events", ["create", "patch"]),
            allow("coordination.k8s.io", "leases"),
          ]),
          clusterRoleBinding(clusterWide(scope, "crd-controller"), "crd-controller", ...accounts.map(to)),
        ]
      : []),
    ...(flagAt(values, "rbac.create") && isPrivileged
      ? [
          clusterRoleBinding(
            clusterWide(scope, "cluster-reconciler"),
            textAt(values, "rbac.roleRef.name"),
            to("kustomize-controller"),
            to("helm-controller"),
          ),
        ]
      : []),
    ...(flagAt(values, "rbac.createAggregation")
      ? [
          clusterRole(clusterWide(scope, "flux-edit", { labels: { ...aggregate("edit"), ...aggregate("admin") } }), [
            allow(groups, "*", writing),
          ]),
          clusterRole(
            clusterWide(scope, "flux-view", {
              labels: { ...aggregate("view"), ...aggregate("edit"), ...aggregate("admin") },
            }),
            [allow(groups, "*", reading)],
          ),
        ]
      : []),
  ];
}
