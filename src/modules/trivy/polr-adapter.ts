import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import { securityNamespace } from "./namespace.ts";

const on = { enabled: true } as const;

/** Turns the scanner's reports into PolicyReports, whose kinds it brings. */
export function polrAdapter(): PlatformApplication {
  return {
    ...selfContained,
    ...securityNamespace("trivy-operator-polr-adapter"),
    engine: "argo-cd",
    project: "security",
    wave: 2,
    chart: {
      chart: "trivy-operator-polr-adapter",
      release: "trivy-operator-polr-adapter",
      values: {
        crds: { install: true },
        adapters: {
          complianceReports: on,
          rbacAssessmentReports: on,
          exposedSecretReports: on,
          infraAssessmentReports: on,
          clusterInfraAssessmentReports: on,
          clusterVulnerabilityReports: on,
        },
        resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "100m", memory: "128Mi" } },
      },
    },
  };
}
