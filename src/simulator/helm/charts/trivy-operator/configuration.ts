import { at, flagAt, objectAt, textAt } from "../../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";
import { printed } from "../shared/template-text.ts";

/** ConfigMaps and Secrets by which operator and scan jobs are set. */
export function configuration(scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  const policies = objectAt(values, "trivyOperator").policiesConfig;
  return [
    configMap(inNamespace(scope, `${fullName}-config`), operatorSettings(values)),
    configMap(inNamespace(scope, "trivy-operator"), scanSettings(values)),
    secret(inNamespace(scope, "trivy-operator"), {}),
    ...(flagAt(values, "trivy.createConfig")
      ? [
          configMap(inNamespace(scope, "trivy-operator-trivy-config"), trivySettings(values)),
          secret(inNamespace(scope, "trivy-operator-trivy-config"), tokens(values)),
        ]
      : []),
    ...(isObject(policies)
      ? [configMap(inNamespace(scope, "trivy-operator-policies-config"), { policies: JSON.stringify(policies) })]
      : []),
  ];
}

/** Environment of the operator, as it is spelled there, to its place below `operator`. */
const environment: Readonly<Record<string, string>> = {
  OPERATOR_LOG_DEV_MODE: "logDevMode",
  OPERATOR_SCAN_JOB_TTL: "scanJobTTL",
  OPERATOR_SCAN_JOB_TIMEOUT: "scanJobTimeout",
  OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT: "scanJobsConcurrentLimit",
  OPERATOR_CONCURRENT_NODE_COLLECTOR_LIMIT: "scanNodeCollectorLimit",
  OPERATOR_SCAN_JOB_RETRY_AFTER: "scanJobsRetryDelay",
  OPERATOR_SCANNER_REPORT_TTL: "scannerReportTTL",
  OPERATOR_VULNERABILITY_SCANNER_ENABLED: "vulnerabilityScannerEnabled",
  OPERATOR_SBOM_GENERATION_ENABLED: "sbomGenerationEnabled",
  OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED: "configAuditScannerEnabled",
  OPERATOR_RBAC_ASSESSMENT_SCANNER_ENABLED: "rbacAssessmentScannerEnabled",
  OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED: "infraAssessmentScannerEnabled",
  OPERATOR_EXPOSED_SECRET_SCANNER_ENABLED: "exposedSecretScannerEnabled",
  OPERATOR_CLUSTER_COMPLIANCE_ENABLED: "clusterComplianceEnabled",
  OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS: "accessGlobalSecretsAndServiceAccount",
  OPERATOR_METRICS_FINDINGS_ENABLED: "metricsFindingsEnabled",
  OPERATOR_BUILT_IN_TRIVY_SERVER: "builtInTrivyServer",
};

function operatorSettings(values: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, key]) => [name, printed(at(values, `operator.${key}`))]),
  );
}

function scanSettings(values: JsonObject): Readonly<Record<string, string>> {
  const own = objectAt(values, "trivyOperator");
  const resources = ["scanJobAffinity", "scanJobTolerations", "scanJobNodeSelector"];
  return {
    "compliance.failEntriesLimit": printed(at(values, "compliance.failEntriesLimit")),
    "configAuditReports.scanner": printed(own.configAuditReportsPlugin),
    "vulnerabilityReports.scanner": printed(own.vulnerabilityReportsPlugin),
    "report.recordFailedChecksOnly": printed(own.reportRecordFailedChecksOnly),
    "scanJob.compressLogs": printed(own.scanJobCompressLogs),
    "node.collector.imageRef": nodeCollector(values),
    ...(textAt(own, "excludeImages") === "" ? {} : { "scanJob.excludeImages": textAt(own, "excludeImages") }),
    ...Object.fromEntries(resources.map((key) => [key, printed(own[key])])),
  };
}

function nodeCollector(values: JsonObject): string {
  const { registry, repository, tag } = objectAt(values, "nodeCollector");
  return `${printed(registry)}/${printed(repository)}:${printed(tag)}`;
}

function trivySettings(values: JsonObject): Readonly<Record<string, string>> {
  const own = objectAt(values, "trivy");
  const simple =
    "mode severity slow ignoreUnfixed offlineScan timeout command dbRepository useBuiltinRegoPolicies".split(" ");
  const repository = `${textAt(own, "image.registry")}/${textAt(own, "image.repository")}`;
  return {
    "trivy.repository": repository,
    "trivy.tag": textAt(own, "image.tag"),
    ...Object.fromEntries(simple.map((key) => [`trivy.${key}`, printed(own[key])])),
    "trivy.useEmbeddedRegoPolicies": printed(own.useEmbeddedRegoPolicies),
    "trivy.resources.requests.memory": printed(at(own, "resources.requests.memory")),
  };
}

function tokens(values: JsonObject): Readonly<Record<string, string>> {
  const token = textAt(values, "trivy.githubToken");
  return token === "" ? {} : { "trivy.githubToken": token };
}
