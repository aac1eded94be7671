import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about AWS integrations. */
export const integrationRules = {
  duration: rule({
    ...api,
    id: "spacelift/aws-integration-duration",
    operation: "awsIntegrationCreate, awsIntegrationUpdate",
    message: (seconds: number) => `duration must be between 900 and 3600 seconds, not ${seconds}`,
    source: "D:getting-started/integrate-cloud/AWS.md",
  }),
  notFound: rule({
    ...missing,
    id: "spacelift/aws-integration-not-found",
    operation: "awsIntegrationAttach, awsIntegrationUpdate",
    message: (integration: string) => `AWS integration ${integration} not found`,
    source: "P:resource_aws_integration_attachment.go",
  }),
  noAccess: rule({
    ...api,
    id: "spacelift/aws-attachment-without-access",
    operation: "awsIntegrationAttach, awsIntegrationAttachmentUpdate",
    message: () => "at least one of read and write must be true",
    source: "B:Cloud Integrations/AWS/Attach AWS Integration",
  }),
  accessTaken: rule({
    ...api,
    id: "spacelift/aws-attachment-access-taken",
    operation: "awsIntegrationAttach, awsIntegrationAttachmentUpdate",
    message: (project: string, access: "read" | "write") => `${project} already has an AWS integration for ${access}`,
    source: "B:Cloud Integrations/AWS/Attach AWS Integration",
  }),
  trust: rule({
    ...api,
    id: "spacelift/aws-integration-trust",
    operation: "awsIntegrationAttach",
    message: (role: string, reason: string) =>
      `you need to configure trust relationship section in your AWS account: role ${role}: ${reason}`,
    source: "P:resource_aws_integration_attachment.go",
  }),
};
