import { textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, clusterRole, clusterRoleBinding, reading, role, roleBinding } from "../shared/access.ts";
import { clusterWide, inNamespace, type Scope } from "../shared/scope.ts";

const own = "cert-manager.io acme.cert-manager.io";

/** Cluster roles of the controller's parts: the end of their names, and the groups and resources that they write. */
const controllerRoles = [
  ["issuers", "cert-manager.io", "issuers issuers/status"],
  ["clusterissuers", "cert-manager.io", "clusterissuers clusterissuers/status"],
  ["certificates", own, "certificates certificates/status certificaterequests certificaterequests/status orders"],
  ["orders", "acme.cert-manager.io", "orders orders/status challenges"],
  ["challenges", "acme.cert-manager.io", "challenges challenges/status challenges/finalizers"],
  ["ingress-shim", own, "certificates certificaterequests"],
  ["approve:cert-manager-io", "cert-manager.io", "signers"],
  ["certificatesigningrequests", "certificates.k8s.io", "certificatesigningrequests signers"],
] as const;

/** Roles and bindings of cert-manager. Source: chart, templates/rbac.yaml, cainjector-rbac.yaml, webhook-rbac.yaml. */
export function certManagerAccess(scope: Scope): readonly Manifest[] {
  const { fullName, namespace } = scope;
  const subject = (name: string) => ({ name, namespace });
  const election = textAt(scope.values, "global.leaderElection.namespace");
  const withBinding = (name: string, account: string, rules: Parameters<typeof clusterRole>[1]) => [
    clusterRole(clusterWide(scope, name), rules),
    clusterRoleBinding(clusterWide(scope, name), name, subject(account)),
  ];
  const elected = (name: string, account: string) => {
    const meta = { ...inNamespace(scope, `${name}:leaderelection`), namespace: election };
    return [
      role(meta, [allow("coordination.k8s.io", "leases", ["get", "update", "patch", "create"])]),
      roleBinding(meta, meta.name, subject(account)),
    ];
  };
  const serving = inNamespace(scope, `${fullName}-webhook:dynamic-serving`);
  return [
    ...controllerRoles.flatMap(([end, groups, resources]) =>
      withBinding(`${fullName}-controller-${end}`, fullName, [
        allow(groups, resources),
        allow("core", "secrets events pods services", ["*"]),
        allow("gateway.networking.k8s.io", "httproutes gateways", ["*"]),
      ]),
    ),
    ...withBinding(`${fullName}-cainjector`, `${fullName}-cainjector`, [
      allow("core", "secrets", reading),
      allow("admissionregistration.k8s.io", "validatingwebhookconfigurations mutatingwebhookconfigurations"),
      allow("apiextensions.k8s.io apiregistration.k8s.io", "customresourcedefinitions apiservices"),
    ]),
    ...withBinding(`${fullName}-webhook:subjectaccessreviews`, `${fullName}-webhook`, [
      allow("authorization.k8s.io", "subjectaccessreviews", ["create"]),
    ]),
    clusterRole(clusterWide(scope, `${fullName}-cluster-view`), [allow("cert-manager.io", "clusterissuers", reading)]),
    clusterRole(clusterWide(scope, `${fullName}-view`), [
      allow(own, "certificates issuers challenges orders", reading),
    ]),
    clusterRole(clusterWide(scope, `${fullName}-edit`), [allow(own, "certificates issuers challenges orders")]),
    ...elected(fullName, fullName),
    ...elected(`${fullName}-cainjector`, `${fullName}-cainjector`),
    role(serving, [allow("core", "secrets", ["get", "list", "watch", "update", "create"])]),
    roleBinding(serving, serving.name, subject(`${fullName}-webhook`)),
  ];
}
