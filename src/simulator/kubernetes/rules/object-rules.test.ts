import { testRules } from "../../testing/rule-test.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { testCluster } from "../testing/cluster.ts";
import { objectRules } from "./object-rules.ts";

/** Makes an object called `test`, in the namespace `default` where its kind has one. */
function make(api: KubernetesApi, apiVersion: string, kind: string, fields: JsonObject): void {
  const isClusterWide = kind.startsWith("Cluster");
  api.create({
    apiVersion,
    kind,
    metadata: { name: "test", ...(isClusterWide ? {} : { namespace: "default" }) },
    ...fields,
  });
}

const rbac = "rbac.authorization.k8s.io";

function clusterRole(api: KubernetesApi, rule: JsonObject): void {
  make(api, `${rbac}/v1`, "ClusterRole", { rules: [rule] });
}

function binding(api: KubernetesApi, roleName: string, subject: JsonObject): void {
  const roleRef = { apiGroup: rbac, kind: "ClusterRole", name: roleName };
  make(api, `${rbac}/v1`, "ClusterRoleBinding", { roleRef, subjects: [subject] });
}

function policy(api: KubernetesApi, ingress: JsonObject): void {
  make(api, "networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, ingress: [ingress] } });
}

function cronJob(api: KubernetesApi, schedule: Json): void {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/app:1" }] } };
  make(api, "batch/v1", "CronJob", { spec: { schedule, jobTemplate: { spec: { template } } } });
}

function scaler(api: KubernetesApi, minReplicas: number, maxReplicas: number): void {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  make(api, "autoscaling/v2", "HorizontalPodAutoscaler", { spec: { scaleTargetRef, minReplicas, maxReplicas } });
}

const block = { ipBlock: { cidr: "10.0.0.0/8" } };
const account = { kind: "ServiceAccount", name: "reader" };

testRules(objectRules, () => testCluster().api, {
  budgetBoth: {
    refused: (api) => make(api, "policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, maxUnavailable: 0 } }),
    accepted: (api) => make(api, "policy/v1", "PodDisruptionBudget", { spec: { maxUnavailable: 0 } }),
  },
  roleVerbs: {
    refused: (api) => clusterRole(api, { apiGroups: [""], resources: ["pods"], verbs: [] }),
    accepted: (api) => clusterRole(api, { apiGroups: [""], resources: ["pods"], verbs: ["*"] }),
  },
  roleGroups: {
    refused: (api) => clusterRole(api, { resources: ["pods"], verbs: ["get"] }),
    accepted: (api) => clusterRole(api, { nonResourceURLs: ["/metrics"], verbs: ["get"] }),
  },
  bindingRole: {
    refused: (api) => binding(api, "", { ...account, namespace: "default" }),
    accepted: (api) => binding(api, "view", { ...account, namespace: "default" }),
  },
  bindingNamespace: {
    refused: (api) => binding(api, "view", account),
    accepted: (api) => binding(api, "view", { apiGroup: rbac, kind: "Group", name: "readers" }),
  },
  policyPeer: {
    refused: (api) => policy(api, { from: [{ ...block, podSelector: {} }] }),
    accepted: (api) => policy(api, { from: [block, { podSelector: {} }] }),
  },
  policyPort: {
    refused: (api) => policy(api, { ports: [{ port: 0 }] }),
    accepted: (api) => policy(api, { ports: [{ port: "http" }] }),
  },
  schedule: {
    refused: (api) => cronJob(api, "0 0 2 * * *"),
    accepted: (api) => cronJob(api, "0 2 * * *"),
  },
  scalerRange: {
    refused: (api) => scaler(api, 3, 2),
    accepted: (api) => scaler(api, 3, 3),
  },
});
