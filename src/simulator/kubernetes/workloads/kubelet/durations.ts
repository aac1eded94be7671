import type { Container } from "../pods/pod-types.ts";

/** How long a container typically takes. Seconds. */
interface StartTimes {
  /** Until its image is on a node for the first time. */
  readonly pull: number;
  /** From its start until it is ready. */
  readonly ready: number;
  /** From its start to its end, for containers that end. */
  readonly run: number;
}

interface Row extends StartTimes {
  /** What the image's name contains. */
  readonly image: RegExp;
  /** What the container's name, or a word of its command, contains. */
  readonly container?: RegExp;
}

const row = (image: RegExp, pull: number, ready: number, run = 10, container?: RegExp): Row => ({
  image,
  pull,
  ready,
  run,
  ...(container ? { container } : {}),
});

/** The first row that fits counts. Experience values: the sheet `services/kubernetes.md`, section 7. */
const rows: readonly Row[] = [
  row(/\/eks\/coredns/, 4, 6),
  row(/\/eks\/eks-pod-identity-agent/, 5, 10),
  row(/\/amazon-k8s-cni/, 8, 15),
  row(/\/eks\/kube-proxy/, 5, 5),
  row(/\/eks\/aws-ebs-csi-driver/, 10, 15),
  row(/guardduty/, 10, 20),
  row(/spotinst-kubernetes-controller/, 10, 20),
  row(/argoproj\/argocd/, 10, 20, 5, /application-controller|server$/),
  row(/argoproj\/argocd/, 10, 10, 5),
  row(/fluxcd\/flux-cli/, 8, 5, 7),
  row(/fluxcd\//, 6, 15),
  row(/cert-manager-webhook/, 5, 15),
  row(/cert-manager-startupapicheck/, 4, 5, 10),
  row(/cert-manager-/, 5, 10),
  row(/envoyproxy\/gateway/, 8, 12, 5),
  row(/envoyproxy\/(?:envoy|ratelimit)/, 8, 12),
  row(/cloudnative-pg\/cloudnative-pg/, 8, 15),
  row(/cloudnative-pg\/postgresql/, 15, 20, 15),
  row(/cloudnative-pg\/pgbouncer/, 6, 10),
  row(/plugin-barman-cloud/, 8, 15),
  row(/victoriametrics\/operator/, 6, 14),
  row(/victoriametrics\//, 8, 12),
  row(/grafana\/grafana/, 15, 25),
  row(/trivy-operator-polr-adapter|kyverno\/policy-reporter/, 6, 10),
  row(/aquasec(?:urity)?\//, 8, 12, 60),
  row(/airflow/, 60, 30, 60, /migration|create-user/),
  row(/airflow/, 60, 35, 20),
  row(/zookeeper/, 10, 20),
  row(/clickhouse-server/, 20, 40),
  row(/clickhouse-operator|altinity\//, 8, 12),
  row(/signoz-schema-migrator/, 8, 10, 180),
  row(/signoz/, 12, 20),
  row(/capacitor/, 5, 10),
  row(/metrics-server/, 5, 20),
];

const usual: StartTimes = { pull: 5, ready: 8, run: 10 };

/** The typical times of a container. */
export function startTimesOf({ image, name, command, args }: Container): StartTimes {
  const words = [name, ...command, ...args];
  const matches = (row: Row) =>
    row.image.test(image) && (row.container === undefined || words.some((word) => row.container?.test(word)));
  return rows.find(matches) ?? usual;
}

/** How long the kubelet typically takes for what is not the container's own doing. Seconds. */
export const kubeletTimes = {
  /** Between a stop and the next start of a container that crashes. */
  restart: 20,
  /** Until it looks again for a Secret or ConfigMap that was missing. */
  configuration: 30,
  /** From the request to stop until the containers of a pod have ended. */
  stop: 3,
} as const;

/** Seconds until a container that ended for the nth time is started again: 10, doubled each time, at most 300. */
export function backOff(restarts: number): number {
  return Math.min(300, 10 * 2 ** restarts);
}
