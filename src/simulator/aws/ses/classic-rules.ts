import { rule } from "../../rule.ts";

/** What the first version of the SES API refuses in words of its own. */
export const classicRules = {
  address: rule({
    id: "ses/v1-address",
    operation: "VerifyEmailIdentity",
    code: "InvalidParameterValue",
    message: (address: string) => `Invalid email address<${address}>.`,
    source: "Optum/dce#143",
  }),
  domain: rule({
    id: "ses/v1-domain",
    operation: "VerifyDomainIdentity",
    code: "InvalidParameterValue",
    message: (domain: string) => `Invalid domain name ${domain}.`,
    source: "API VerifyDomainIdentity (condition)",
  }),
  setName: rule({
    id: "ses/v1-configuration-set-name",
    operation: "CreateConfigurationSet",
    code: "InvalidConfigurationSet",
    message: (name: string) => `Invalid configuration set name <${name}>.`,
    source: "API CreateConfigurationSet (condition)",
  }),
  setDuplicate: rule({
    id: "ses/v1-configuration-set-dup",
    operation: "CreateConfigurationSet",
    code: "ConfigurationSetAlreadyExists",
    message: (name: string) => `Configuration set <${name}> already exists.`,
    source: "hashicorp/terraform-provider-aws#9186",
  }),
  setMissing: rule({
    id: "ses/v1-configuration-set-missing",
    operation: "UpdateConfigurationSetSendingEnabled",
    code: "ConfigurationSetDoesNotExist",
    message: (name: string) => `Configuration set <${name}> does not exist.`,
    source: "API DescribeConfigurationSet; words as in hashicorp/terraform-provider-aws#9186",
  }),
  redirectDomain: rule({
    id: "ses/v1-redirect-domain",
    operation: "CreateConfigurationSetTrackingOptions",
    code: "InvalidTrackingOptions",
    message: (domain: string) => `The custom redirect domain <${domain}> is not verified.`,
    source: "API UpdateConfigurationSetTrackingOptions (condition)",
  }),
} as const;
