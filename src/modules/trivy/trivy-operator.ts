import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import { serviceScrape } from "../victoria-metrics/scrapes.ts";
import { securityNamespace } from "./namespace.ts";

/** Images of AWS, whose findings nobody here can act upon. */
const awsImages = [
  "amazon-k8s-cni",
  "amazon-k8s-cni-init",
  "amazon/aws-network-policy-agent",
  "eks/aws-ebs-csi-driver",
  "eks/coredns",
  "eks/csi-attacher",
  "eks/csi-node-driver-registrar",
  "eks/csi-provisioner",
  "eks/csi-resizer",
  "eks/csi-snapshotter",
  "eks/kube-proxy",
  "eks/livenessprobe",
];

/** Scans images and settings of everything in the cluster. */
export function trivyOperator(): PlatformApplication {
  return {
    ...selfContained,
    ...securityNamespace("trivy-operator"),
    engine: "argo-cd",
    project: "security",
    wave: 1,
    chart: {
      chart: "trivy-operator",
      release: "trivy-operator",
      values: {
        // Jobs that scan need no secrets of the whole cluster.
        operator: { accessGlobalSecretsAndServiceAccount: false },
        trivyOperator: { excludeImages: awsImages.map((image) => `${image}:*`).join(",") },
        trivy: { ignoreUnfixed: true },
        resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "1Gi" } },
      },
    },
    manifests: [
      serviceScrape({
        name: "trivy-operator",
        namespace: securityNamespace("trivy-operator").namespace,
        labels: { "app.kubernetes.io/name": "trivy-operator" },
        port: "metrics",
      }),
    ],
  };
}
