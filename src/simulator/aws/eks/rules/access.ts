import { rule } from "../../../rule.ts";

const preflight = "cdk-preflight, messages measured in September 2026";
const entries = "EKS UG, Create access entries";
const invalid = "InvalidParameterException";

/** What EKS refuses about access entries and access policies. */
export const accessRules = {
  mode: rule({
    id: "eks/ae-mode",
    operation: "CreateAccessEntry",
    code: "InvalidRequestException",
    message: () =>
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    source: preflight,
  }),
  duplicate: rule({
    id: "eks/ae-dup",
    operation: "CreateAccessEntry",
    code: "ResourceInUseException",
    message: () => "The specified access entry resource is already in use on this cluster.",
    http: 409,
    source: "terraform-aws-modules/terraform-aws-eks#2968, #3293",
  }),
  principal: rule({
    id: "eks/ae-principal",
    operation: "CreateAccessEntry",
    code: invalid,
    message: () => "The specified principalArn is invalid: invalid principal.",
    source: preflight,
  }),
  principalKind: rule({
    id: "eks/ae-principal-kinds",
    operation: "CreateAccessEntry",
    code: invalid,
    message: () => "The principalArn parameter format is not valid",
    source: `${entries} (condition; the text is not recorded)`,
  }),
  serviceLinkedRole: rule({
    id: "eks/ae-slr",
    operation: "CreateAccessEntry",
    code: "InvalidRequestException",
    message: () =>
      "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
    source: preflight,
  }),
  nodePrincipal: rule({
    id: "eks/ae-node-account",
    operation: "CreateAccessEntry",
    code: invalid,
    message: (problem: "account" | "user", types: readonly string[]) =>
      problem === "account"
        ? `AccessEntry principalArn must be from the same account as cluster when using types [${types.join(", ")}]`
        : `AccessEntry principalArn must be IAM role when using types [${types.join(", ")}]`,
    source: preflight,
  }),
  nodeFields: rule({
    id: "eks/ae-node-fields",
    operation: "CreateAccessEntry",
    code: invalid,
    message: (field: "username" | "kubernetesGroups", type: string) =>
      `setting ${field} is not allowed when the type is "${type}"`,
    source: preflight,
  }),
  userName: rule({
    id: "eks/ae-username",
    operation: "CreateAccessEntry",
    code: invalid,
    message: (prefix: string) => `The username must not begin with ${prefix}`,
    source: preflight,
  }),
  group: rule({
    id: "eks/ae-groups",
    operation: "CreateAccessEntry",
    code: invalid,
    message: (group: string, prefix: string) =>
      `The kubernetes group name ${group} is invalid, it cannot start with ${prefix}`,
    source: preflight,
  }),
  notFound: rule({
    id: "eks/ae-not-found",
    operation: "DescribeAccessEntry",
    code: "ResourceNotFoundException",
    message: () =>
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    http: 404,
    source: "public logs",
  }),
  policyType: rule({
    id: "eks/ap-type",
    operation: "AssociateAccessPolicy",
    code: "InvalidRequestException",
    message: (type: string) => `This operation can only be performed on Access Entries with a type of "${type}"`,
    source: preflight,
  }),
  policyForm: rule({
    id: "eks/ap-arn",
    operation: "AssociateAccessPolicy",
    code: invalid,
    message: () => "The policyArn parameter format is not valid",
    source: preflight,
  }),
  policyMissing: rule({
    id: "eks/ap-unknown",
    operation: "AssociateAccessPolicy",
    code: "ResourceNotFoundException",
    message: () => "The specified policyArn could not be found.",
    http: 404,
    source: preflight,
  }),
  scope: rule({
    id: "eks/ap-scope",
    operation: "AssociateAccessPolicy",
    code: invalid,
    message: (problem: "type" | "none" | "some") => scopeProblems[problem],
    source: `${preflight}; the text about the type is not recorded`,
  }),
} as const;

const scopeProblems = {
  type: "The type of accessScope must be cluster or namespace",
  none: "At least 1 namespace must be provided if the type is set as namespace",
  some: "accessScope should not include namespaces if the type is not set as namespace",
} as const;
