import type { PolicyRule } from "./policy-rule.ts";

const any = ["*"];
const reading = ["get", "list", "watch"];
const writing = ["create", "delete", "deletecollection", "patch", "update"];

/** What people who work on applications write. Subresources stand for themselves. */
const editable: readonly Omit<PolicyRule, "verbs">[] = [
  {
    apiGroups: ["apps"],
    resources: [
      "daemonsets",
      "deployments",
      "deployments/rollback",
      "deployments/scale",
      "replicasets",
      "replicasets/scale",
      "statefulsets",
      "statefulsets/scale",
    ],
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"] },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"] },
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "events",
      "persistentvolumeclaims",
      "pods",
      "replicationcontrollers",
      "replicationcontrollers/scale",
      "serviceaccounts",
      "services",
      "services/proxy",
    ],
  },
];

/** What they see beside that. */
const visible: readonly Omit<PolicyRule, "verbs">[] = [
  { apiGroups: ["apps"], resources: ["controllerrevisions"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
  {
    apiGroups: [""],
    resources: ["bindings", "endpoints", "limitranges", "namespaces", "namespaces/status", "pods/log", "pods/status"],
  },
  { apiGroups: [""], resources: ["resourcequotas", "resourcequotas/status", "services/status"] },
];

const reaching = ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy"];

const view: readonly PolicyRule[] = [...editable, ...visible].map((rule) => ({ ...rule, verbs: reading }));

const edit: readonly PolicyRule[] = [
  ...view,
  ...editable.map((rule) => ({ ...rule, verbs: writing })),
  { apiGroups: [""], resources: ["secrets"], verbs: [...reading, ...writing] },
  { apiGroups: [""], resources: reaching, verbs: [...reading, ...writing] },
  { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
];

const rbac = "rbac.authorization.k8s.io";

/** What each access policy allows, in all or some namespaces. Source: EKS UG, "Review access policy permissions". */
export const accessPolicyRules: Readonly<Record<string, readonly PolicyRule[]>> = {
  AmazonEKSClusterAdminPolicy: [{ apiGroups: any, resources: any, verbs: any }],
  AmazonEKSAdminPolicy: [
    ...edit,
    { apiGroups: [rbac], resources: ["roles", "rolebindings"], verbs: [...reading, ...writing] },
    { apiGroups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"], verbs: ["create"] },
  ],
  AmazonEKSEditPolicy: edit,
  AmazonEKSViewPolicy: view,
  AmazonEKSAdminViewPolicy: [{ apiGroups: any, resources: any, verbs: reading }],
  AmazonEKSSecretReaderPolicy: [{ apiGroups: [""], resources: ["secrets"], verbs: reading }],
};
