import { rule } from "../../rule.ts";

const guide = "GuardDuty UG, How Runtime Monitoring works with Amazon EKS clusters; Coverage for Amazon EKS clusters";

/** Why the agent of GuardDuty reports nothing: its pods run, the coverage of the cluster is unhealthy. */
export const guardDutyRules = {
  endpointMissing: rule({
    id: "guardduty/endpoint-missing",
    operation: "SendSecurityTelemetry",
    code: "VPC_ENDPOINT_MISSING",
    message: (service: string, vpc: string) => `No VPC endpoint for ${service} was found in ${vpc}`,
    source: guide,
  }),
  privateDns: rule({
    id: "guardduty/endpoint-private-dns",
    operation: "SendSecurityTelemetry",
    code: "VPC_ENDPOINT_DNS",
    message: (endpoint: string) => `Private DNS names are not enabled for ${endpoint}`,
    source: guide,
  }),
  unreachable: rule({
    id: "guardduty/endpoint-unreachable",
    operation: "SendSecurityTelemetry",
    code: "VPC_ENDPOINT_UNREACHABLE",
    message: (endpoint: string, node: string) =>
      `${endpoint} does not answer ${node} on port 443: security groups do not let it through`,
    source: `${guide} (words of the agent are not recorded)`,
  }),
  denied: rule({
    id: "guardduty/endpoint-policy",
    operation: "SendSecurityTelemetry",
    code: "AccessDeniedException",
    message: (endpoint: string) =>
      `is not authorized to perform: guardduty:SendSecurityTelemetry because no VPC endpoint policy of ${endpoint} allows the guardduty:SendSecurityTelemetry action`,
    http: 403,
    source: "IAM UG, Troubleshoot access denied error messages; condition key from the GuardDuty UG",
  }),
} as const;
