import type { JsonObject } from "../../world/json.ts";
import { at, flagAt, numberAt, objectAt } from "../fields.ts";
import type { Manifest } from "../object.ts";
import { type AddOnPlan, clusterRole, container, everywhere, imageOf, serviceAccount, workload } from "./manifests.ts";

/** The EBS CSI driver; it brings no StorageClass unless it is asked for one. Source: sheet of services, 3.2. */
export function ebsCsiDriver(plan: AddOnPlan): readonly Manifest[] {
  const { configuration, version } = plan;
  const controllerLabels = { app: "ebs-csi-controller", "app.kubernetes.io/name": "aws-ebs-csi-driver" };
  const nodeLabels = { app: "ebs-csi-node", "app.kubernetes.io/name": "aws-ebs-csi-driver" };
  const driver = imageOf(plan, "eks/aws-ebs-csi-driver", version);
  const small = { cpu: "10m", memory: "40Mi" };
  const sidecar = (name: string, repository = name) =>
    container(name, imageOf(plan, `eks/${repository}`, "v5.3.0-eksbuild.2"), small);
  const controllerPod: JsonObject = {
    serviceAccountName: "ebs-csi-controller-sa",
    priorityClassName: "system-cluster-critical",
    tolerations: at(configuration, "controller.tolerations") ?? [
      { key: "CriticalAddonsOnly", operator: "Exists" },
      { effect: "NoExecute", operator: "Exists", tolerationSeconds: 300 },
    ],
    nodeSelector: objectAt(configuration, "controller.nodeSelector"),
    containers: [
      container("ebs-plugin", driver, small),
      sidecar("csi-provisioner"),
      sidecar("csi-attacher"),
      sidecar("csi-snapshotter"),
      sidecar("csi-resizer"),
      sidecar("liveness-probe", "livenessprobe"),
    ],
  };
  const nodePod: JsonObject = {
    serviceAccountName: "ebs-csi-node-sa",
    priorityClassName: "system-node-critical",
    tolerations: everywhere,
    containers: [
      container("ebs-plugin", driver, small),
      sidecar("node-driver-registrar", "csi-node-driver-registrar"),
      sidecar("liveness-probe", "livenessprobe"),
    ],
  };
  return [
    serviceAccount(plan, "ebs-csi-controller-sa"),
    serviceAccount({ ...plan, serviceAccountRoleArn: null }, "ebs-csi-node-sa"),
    ...clusterRole(plan, "ebs-external-provisioner-role", "ebs-csi-controller-sa", [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list", "watch", "create", "delete"] },
    ]),
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: "ebs.csi.aws.com" },
      spec: { attachRequired: true, podInfoOnMount: false },
    },
    ...(flagAt(configuration, "defaultStorageClass.enabled") ? [defaultClass] : []),
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "ebs-csi-controller", namespace: plan.namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: controllerLabels } },
    },
    workload(plan, {
      name: "ebs-csi-controller",
      labels: controllerLabels,
      replicas: numberAt(configuration, "controller.replicaCount", 2),
      pod: controllerPod,
    }),
    workload(plan, { name: "ebs-csi-node", labels: nodeLabels, pod: nodePod }),
  ];
}

const defaultClass: Manifest = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name: "ebs-csi-default-sc",
    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
  },
  provisioner: "ebs.csi.aws.com",
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
};

/** The agent that gives pods the credentials of their associations. */
export function podIdentityAgent(plan: AddOnPlan): readonly Manifest[] {
  const { configuration } = plan;
  const labels = { "app.kubernetes.io/name": "eks-pod-identity-agent" };
  const image = imageOf(plan, "eks/eks-pod-identity-agent", plan.version);
  const pod: JsonObject = {
    hostNetwork: true,
    priorityClassName: "system-node-critical",
    tolerations: at(configuration, "tolerations") ?? everywhere,
    nodeSelector: objectAt(configuration, "nodeSelector"),
    initContainers: [container("eks-pod-identity-agent-init", image)],
    containers: [container("eks-pod-identity-agent", image)],
  };
  return [workload(plan, { name: "eks-pod-identity-agent", labels, pod })];
}

/** The agent of GuardDuty, in a namespace of its own. */
export function guardDutyAgent(plan: AddOnPlan): readonly Manifest[] {
  const labels = { "app.kubernetes.io/name": "aws-guardduty-agent", k8s: "aws-guardduty-agent" };
  const requests = { cpu: "200m", memory: "256Mi" };
  const pod: JsonObject = {
    serviceAccountName: "aws-guardduty-agent",
    hostNetwork: true,
    hostPID: true,
    tolerations: everywhere,
    containers: [container("aws-guardduty-agent", imageOf(plan, "aws-guardduty-agent", plan.version), requests)],
  };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: plan.namespace } },
    serviceAccount(plan, "aws-guardduty-agent"),
    workload(plan, { name: "aws-guardduty-agent", labels, pod }),
  ];
}
