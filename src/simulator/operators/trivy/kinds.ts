/** API group of Trivy's reports. */
const group = "aquasecurity.github.io";

/** API version of the reports. */
export const apiVersion = `${group}/v1alpha1`;

/** Kinds of reports, as `group/Kind`. */
export const kinds = {
  vulnerabilities: `${group}/VulnerabilityReport`,
  configuration: `${group}/ConfigAuditReport`,
  compliance: `${group}/ClusterComplianceReport`,
} as const;
