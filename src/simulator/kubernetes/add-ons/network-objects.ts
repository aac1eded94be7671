import type { JsonObject } from "../../world/json.ts";
import { at, objectAt, textAt, textMapAt } from "../fields.ts";
import type { Manifest } from "../object.ts";
import {
  type AddOnPlan,
  clusterRole,
  configMap,
  container,
  definition,
  everywhere,
  imageOf,
  serviceAccount,
  workload,
} from "./manifests.ts";

/** Environment of the VPC CNI that the user does not set. Source: README of aws/amazon-vpc-cni-k8s. */
const cniDefaults: Readonly<Record<string, string>> = {
  ENABLE_PREFIX_DELEGATION: "false",
  ENABLE_POD_ENI: "false",
  POD_SECURITY_GROUP_ENFORCING_MODE: "strict",
  NETWORK_POLICY_ENFORCING_MODE: "standard",
  WARM_ENI_TARGET: "1",
};

/** The VPC CNI: with the agent of network policies in every pod when they are on. Source: sheet of services, 3.2. */
export function vpcCni(plan: AddOnPlan): readonly Manifest[] {
  const { version, configuration, clusterName } = plan;
  const labels = { "app.kubernetes.io/name": "aws-node", "k8s-app": "aws-node" };
  const policies = textAt(configuration, "enableNetworkPolicy") === "true";
  const variables = { ...cniDefaults, CLUSTER_NAME: clusterName, ...textMapAt(configuration, "env") };
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const agent = container("aws-eks-nodeagent", imageOf(plan, "amazon/aws-network-policy-agent", version), {
    cpu: "25m",
  });
  const pod: JsonObject = {
    serviceAccountName: "aws-node",
    hostNetwork: true,
    priorityClassName: "system-node-critical",
    tolerations: everywhere,
    initContainers: [container("aws-vpc-cni-init", imageOf(plan, "amazon-k8s-cni-init", version), { cpu: "25m" })],
    containers: [
      container("aws-node", imageOf(plan, "amazon-k8s-cni", version), { cpu: "25m" }, { env }),
      ...(policies ? [agent] : []),
    ],
  };
  return [
    ...networkDefinitions,
    serviceAccount(plan, "aws-node"),
    configMap(plan, "amazon-vpc-cni", {
      "enable-network-policy-controller": String(policies),
      "enable-windows-ipam": "false",
      "branch-eni-cooldown": textAt(configuration, "branchENICooldown") || "60",
    }),
    ...clusterRole(plan, "aws-node", "aws-node", [
      { apiGroups: [""], resources: ["namespaces", "pods", "nodes"], verbs: ["list", "watch", "get"] },
    ]),
    workload(plan, { name: "aws-node", labels, pod }),
  ];
}

/** Kinds that EKS and the VPC CNI share; they stay when the add-on goes. */
const networkDefinitions: readonly Manifest[] = [
  definition("crd.k8s.amazonaws.com", "v1alpha1", { kind: "ENIConfig", plural: "eniconfigs", namespaced: false }),
  definition("vpcresources.k8s.aws", "v1alpha1", {
    kind: "CNINode",
    plural: "cninodes",
    namespaced: false,
    more: { shortNames: ["cnd"] },
  }),
  definition("vpcresources.k8s.aws", "v1beta1", {
    kind: "SecurityGroupPolicy",
    plural: "securitygrouppolicies",
    namespaced: true,
    more: { shortNames: ["sgp"] },
  }),
  definition("networking.k8s.aws", "v1alpha1", {
    kind: "PolicyEndpoint",
    plural: "policyendpoints",
    namespaced: true,
  }),
];

/** kube-proxy. */
export function kubeProxy(plan: AddOnPlan): readonly Manifest[] {
  const labels = { "k8s-app": "kube-proxy" };
  const mode = textAt(plan.configuration, "mode") || "iptables";
  const image = imageOf(plan, "eks/kube-proxy", plan.version.replace("-eksbuild", "-minimal-eksbuild"));
  const pod: JsonObject = {
    serviceAccountName: "kube-proxy",
    hostNetwork: true,
    priorityClassName: "system-node-critical",
    tolerations: everywhere,
    containers: [container("kube-proxy", image, { cpu: "100m" })],
  };
  return [
    serviceAccount(plan, "kube-proxy"),
    configMap(plan, "kube-proxy", { kubeconfig: "kind: Config\napiVersion: v1" }),
    configMap(plan, "kube-proxy-config", { config: `kind: KubeProxyConfiguration\nmode: ${mode}` }),
    workload(plan, { name: "kube-proxy", labels, pod }),
  ];
}

/** CoreDNS. */
export function coreDns(plan: AddOnPlan): readonly Manifest[] {
  const { namespace, configuration, serviceCidr } = plan;
  const labels = { "k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns" };
  const replicas = at(configuration, "replicaCount") ?? at(configuration, "autoScaling.minReplicas") ?? 2;
  const tolerations = at(configuration, "tolerations") ?? [
    { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
    { key: "CriticalAddonsOnly", operator: "Exists" },
  ];
  const pod: JsonObject = {
    serviceAccountName: "coredns",
    priorityClassName: "system-cluster-critical",
    tolerations,
    nodeSelector: objectAt(configuration, "nodeSelector"),
    containers: [
      container(
        "coredns",
        imageOf(plan, "eks/coredns", plan.version),
        { cpu: "100m", memory: "70Mi" },
        { readinessProbe: { httpGet: { path: "/ready", port: 8181 } } },
      ),
    ],
    volumes: [{ name: "config-volume", configMap: { name: "coredns" } }],
  };
  const port = (name: string, number: number, protocol: string) => ({
    name,
    port: number,
    targetPort: number,
    protocol,
  });
  const address = serviceCidr.replace(/\d+\/\d+$/, "10");
  return [
    serviceAccount(plan, "coredns"),
    configMap(plan, "coredns", {
      Corefile: textAt(configuration, "corefile") || ".:53 {\n    kubernetes cluster.local\n}\n",
    }),
    ...clusterRole(plan, "system:coredns", "coredns", [
      { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
    ]),
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "coredns", namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "kube-dns", namespace, labels: { "k8s-app": "kube-dns" } },
      spec: {
        ...(address === "" ? {} : { clusterIP: address }),
        selector: { "k8s-app": "kube-dns" },
        ports: [port("dns", 53, "UDP"), port("dns-tcp", 53, "TCP"), port("metrics", 9153, "TCP")],
      },
    },
    workload(plan, { name: "coredns", labels, replicas: typeof replicas === "number" ? replicas : 2, pod }),
  ];
}
