/** API group of Trivy's reports. */
export const group = "aquasecurity.github.io";

export const apiVersion = `${group}/v1alpha1`;

export const kinds = {
  vulnerabilities: `${group}/VulnerabilityReport`,
  configuration: `${group}/ConfigAuditReport`,
  compliance: `${group}/ClusterComplianceReport`,
} as const;
