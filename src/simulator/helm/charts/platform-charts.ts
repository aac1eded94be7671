import type { Chart } from "../chart.ts";
import { airflow } from "./airflow/airflow.ts";
import { argoCd } from "./argo-cd/argo-cd.ts";
import { certManager } from "./cert-manager/cert-manager.ts";
import { cloudNativePg } from "./cloudnative-pg.ts";
import { cluster } from "./cluster/cluster.ts";
import { flux2 } from "./flux2/flux2.ts";
import { gatewayCrdsHelm } from "./gateway-crds-helm.ts";
import { gatewayHelm } from "./gateway-helm/gateway-helm.ts";
import { oceanController } from "./ocean-kubernetes-controller/ocean-kubernetes-controller.ts";
import { policyReporter } from "./policy-reporter/policy-reporter.ts";
import { signoz } from "./signoz/signoz.ts";
import { spaceliftWorkerpoolController } from "./spacelift-workerpool-controller.ts";
import { trivyOperator } from "./trivy-operator/trivy-operator.ts";
import { trivyPolrAdapter } from "./trivy-operator-polr-adapter.ts";
import { victoriaMetricsStack } from "./victoria-metrics-k8s-stack/victoria-metrics-k8s-stack.ts";

/** Every chart that the simulator can install, each in the versions that its facts describe. */
export const platformCharts: readonly Chart[] = [
  ...airflow,
  ...argoCd,
  ...flux2,
  ...certManager,
  ...gatewayCrdsHelm,
  ...gatewayHelm,
  ...cloudNativePg,
  ...cluster,
  ...signoz,
  ...victoriaMetricsStack,
  ...trivyOperator,
  ...trivyPolrAdapter,
  ...policyReporter,
  ...oceanController,
  ...spaceliftWorkerpoolController,
];
