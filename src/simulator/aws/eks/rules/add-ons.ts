import { rule } from "../../../rule.ts";

const preflight = "cdk-preflight, messages measured in September 2026";
const parameter = "InvalidParameterException";

/** What EKS refuses about add-ons, and how those end that it accepted. */
export const addOnRules = {
  duplicate: rule({
    id: "eks/addon-dup",
    operation: "CreateAddon",
    code: "ResourceInUseException",
    message: () => "Addon already exists.",
    http: 409,
    source: preflight,
  }),
  notFound: rule({
    id: "eks/addon-not-found",
    operation: "DescribeAddon",
    code: "ResourceNotFoundException",
    message: (addOn: string, cluster: string) => `No addon: ${addOn} found in cluster: ${cluster}`,
    http: 404,
    source: "public logs",
  }),
  name: rule({
    id: "eks/addon-name",
    operation: "CreateAddon",
    code: parameter,
    message: (addOn: string, minor: string) =>
      `Addon ${addOn} specified is not supported in ${minor} kubernetes version`,
    source: "API CreateAddon",
  }),
  version: rule({
    id: "eks/addon-version",
    operation: "CreateAddon",
    code: parameter,
    message: () => "Addon version specified is not supported",
    source: preflight,
  }),
  configuration: rule({
    id: "eks/addon-config",
    operation: "CreateAddon",
    code: parameter,
    message: (problems: readonly string[] | "syntax") =>
      problems === "syntax"
        ? "ConfigurationValue provided in request is not in valid YAML or JSON format."
        : `ConfigurationValue provided in request is not supported: Json schema validation failed with error: [${problems.join(", ")}]`,
    source: preflight,
  }),
  conflict: rule({
    id: "eks/addon-conflict",
    operation: "CreateAddon",
    code: "ConfigurationConflict",
    message: (fields: readonly string[]) =>
      `Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\n${fields.join("\n")}`,
    source: "terraform-aws-modules/terraform-aws-eks#2829; EKS UG, Determine fields you can customize",
  }),
  noReplicas: rule({
    id: "eks/addon-coredns-nodes",
    operation: "CreateAddon",
    code: "InsufficientNumberOfReplicas",
    message: () => "The add-on is unhealthy because it doesn't have the desired number of replicas.",
    source: "terraform-aws-modules/terraform-aws-eks#3003; pulumi/pulumi-eks#1819",
  }),
  failed: rule({
    id: "eks/addon-failed",
    operation: "UpdateAddon",
    code: "InvalidRequestException",
    message: (addOn: string) => `Addon ${addOn} cannot be updated as it is currently in CREATE_FAILED state`,
    source: "aws/containers-roadmap#1411 (condition; the text is not recorded)",
  }),
  owned: rule({
    id: "eks/addon-pia",
    operation: "UpdatePodIdentityAssociation",
    code: "InvalidRequestException",
    message: (association: string, addOn: string) =>
      `Pod identity association ${association} is owned by ${addOn} and can be changed through the add-on only.`,
    source: "API CreateAddon; EKS UG, IAM roles for add-ons (condition; the text is not recorded)",
  }),
} as const;
