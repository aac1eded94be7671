import { rule } from "../../rule.ts";

/** What version 2 of the SES API refuses; what only the first version refuses is in `classic-rules.ts`. */
export const rules = {
  identityForm: rule({
    id: "ses/identity-form",
    operation: "CreateEmailIdentity",
    code: "BadRequestException",
    message: (name: string) => `Invalid email address<${name}>.`,
    source: "API CreateEmailIdentity; words of VerifyEmailIdentity in Optum/dce#143",
  }),
  identityDuplicate: rule({
    id: "ses/v2-dup",
    operation: "CreateEmailIdentity",
    code: "AlreadyExistsException",
    message: (name: string) => `Email identity ${name} already exist.`,
    source: "API CreateEmailIdentity; anomalyco/sst#4556",
  }),
  identityMissing: rule({
    id: "ses/v2-missing",
    operation: "GetEmailIdentity",
    code: "NotFoundException",
    message: (name: string) => `Email identity ${name} does not exist.`,
    http: 404,
    source: "API GetEmailIdentity; moto, messages modelled on real responses",
  }),
  dkimOfAddress: rule({
    id: "ses/dkim-domain",
    operation: "CreateEmailIdentity",
    code: "BadRequestException",
    message: () => "DKIM signing attributes can only be specified for a domain identity.",
    source: "API CreateEmailIdentity (condition)",
  }),
  setName: rule({
    id: "ses/configuration-set-name",
    operation: "CreateConfigurationSet",
    code: "BadRequestException",
    message: (name: string) => `Invalid configuration set name <${name}>.`,
    source: "API CreateConfigurationSet (condition)",
  }),
  setDuplicate: rule({
    id: "ses/configuration-set-dup",
    operation: "CreateConfigurationSet",
    code: "AlreadyExistsException",
    message: (name: string) => `Configuration set <${name}> already exists.`,
    source: "API CreateConfigurationSet; words of hashicorp/terraform-provider-aws#9186",
  }),
  setMissing: rule({
    id: "ses/configuration-set-missing",
    operation: "GetConfigurationSet",
    code: "NotFoundException",
    message: (name: string) => `Configuration set <${name}> does not exist.`,
    http: 404,
    source: "API GetConfigurationSet; words as in hashicorp/terraform-provider-aws#9186",
  }),
  poolMissing: rule({
    id: "ses/pool-missing",
    operation: "CreateConfigurationSet",
    code: "NotFoundException",
    message: (name: string) => `Dedicated IP pool <${name}> does not exist.`,
    http: 404,
    source: "API PutConfigurationSetDeliveryOptions (condition)",
  }),
  redirectDomain: rule({
    id: "ses/redirect-domain",
    operation: "CreateConfigurationSet",
    code: "BadRequestException",
    message: (domain: string) => `The custom redirect domain <${domain}> is not verified.`,
    source: "API PutConfigurationSetTrackingOptions (condition)",
  }),
  unverifiedSender: rule({
    id: "ses/unverified-sender",
    operation: "SendEmail",
    code: "MessageRejected",
    message: unverified,
    source: "public logs",
  }),
  sandbox: rule({
    id: "ses/sandbox",
    operation: "SendEmail",
    code: "MessageRejected",
    message: unverified,
    source: "SES DG, Request production access; public logs",
  }),
  paused: rule({
    id: "ses/sending-paused",
    operation: "SendEmail",
    code: "SendingPausedException",
    message: (set: string) => `Sending is disabled for configuration set <${set}>.`,
    source: "API SendEmail (condition)",
  }),
  tag: rule({
    id: "ses/tag",
    operation: "TagResource",
    code: "BadRequestException",
    message: (problem: string) => `Invalid tags: ${problem}.`,
    source: "API TagResource (condition)",
  }),
} as const;

function unverified(region: string, identities: string | readonly string[]): string {
  return `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${[identities].flat().join(", ")}`;
}
