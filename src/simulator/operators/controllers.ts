import { domainKeeper } from "../dns/domain-keeper.ts";
import type { Controller } from "../kubernetes/controller.ts";
import type { StartCondition } from "../kubernetes/workloads/kubelet/start-conditions.ts";
import { airflowMigrations } from "./airflow/migrations.ts";
import { airflowStartConditions } from "./airflow/start-conditions.ts";
import { certManagerInjector, certManagerWebhook } from "./cert-manager/authority.ts";
import { certManagerController } from "./cert-manager/controller.ts";
import { certManagerStartConditions } from "./cert-manager/start-conditions.ts";
import { clickHouseOperator } from "./clickhouse/controller.ts";
import { signozMigrations } from "./clickhouse/signoz-schema.ts";
import { signozStartConditions } from "./clickhouse/start-conditions.ts";
import { cloudNativePgOperator } from "./cloudnative-pg/controller.ts";
import { certificateGenerator } from "./envoy-gateway/certificate-generator.ts";
import { envoyGateway } from "./envoy-gateway/controller.ts";
import { trivyPolrAdapter } from "./policy-reporter/adapter.ts";
import { workerPoolController } from "./spacelift/worker-pools.ts";
import { trivyOperator } from "./trivy/controller.ts";
import { victoriaMetricsCleanUp } from "./victoria-metrics/clean-up.ts";
import { victoriaMetricsOperator } from "./victoria-metrics/controller.ts";

/** The programs of the platform that look after custom resources, and the person who keeps the domain. */
export const operatorControllers: readonly Controller[] = [
  airflowMigrations,
  victoriaMetricsOperator,
  victoriaMetricsCleanUp,
  trivyOperator,
  trivyPolrAdapter,
  certManagerWebhook,
  certManagerInjector,
  certManagerController,
  certificateGenerator,
  envoyGateway,
  cloudNativePgOperator,
  clickHouseOperator,
  signozMigrations,
  workerPoolController,
  domainKeeper,
];

/** What programs that belong to operators need before they can work. */
export const operatorStartConditions: readonly StartCondition[] = [
  ...airflowStartConditions,
  ...certManagerStartConditions,
  ...signozStartConditions,
];
