import { rule } from "../../../rule.ts";

const guide = "IAM UG, IAM and AWS STS quotas";
const moto = "moto, messages modelled on real responses";
const snapshot = "LocalStack snapshots, validated against AWS";
const preflight = "cdk-preflight, measured in September 2026";

const malformed = "MalformedPolicyDocument";

const syntaxMessages = {
  syntax: "Syntax errors in policy.",
  version: "Policy document must be version 2012-10-17 or greater.",
  actions: "Policy statement must contain actions.",
  resources: "Policy statement must contain resources.",
  legacy: "The policy failed legacy parsing",
};

/** What IAM refuses in policy documents. */
export const documentRules = {
  policySize: rule({
    id: "iam/policy-size",
    operation: "CreatePolicy",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for PolicySize: 6144",
    http: 409,
    source: guide,
  }),
  trustSize: rule({
    id: "iam/trust-size",
    operation: "CreateRole",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for ACLSizePerRole: 2048",
    http: 409,
    source: guide,
  }),
  inlineSize: rule({
    id: "iam/inline-size",
    operation: "PutRolePolicy",
    code: "LimitExceeded",
    message: (limit: number, kind: "role" | "user", name: string) =>
      `Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`,
    http: 409,
    source: guide,
  }),
  trustPrincipal: rule({
    id: "iam/trust-principal",
    operation: "CreateRole",
    code: malformed,
    message: (arn: string) => `Invalid principal in policy: "AWS":"${arn}"`,
    source: snapshot,
  }),
  trustService: rule({
    id: "iam/trust-service",
    operation: "CreateRole",
    code: malformed,
    message: (service: string) => `Invalid principal in policy: "SERVICE":"${service}"`,
    source: preflight,
  }),
  trustStar: rule({
    id: "iam/trust-star",
    operation: "CreateRole",
    code: malformed,
    message: (principal: string) => `AssumeRolepolicy contained an invalid principal: "${principal}"`,
    source: preflight,
  }),
  trustActions: rule({
    id: "iam/trust-actions",
    operation: "CreateRole",
    code: malformed,
    message: () => "AssumeRole policy may only specify STS AssumeRole actions.",
    source: preflight,
  }),
  trustResource: rule({
    id: "iam/trust-resource",
    operation: "CreateRole",
    code: malformed,
    message: () => "Has prohibited field Resource",
    source: moto,
  }),
  identityPrincipal: rule({
    id: "iam/identity-principal",
    operation: "CreatePolicy",
    code: malformed,
    message: () => "Policy document should not specify a principal.",
    source: moto,
  }),
  sid: rule({
    id: "iam/sid",
    operation: "CreatePolicy",
    code: malformed,
    message: (problem: "duplicate" | "characters") =>
      problem === "duplicate"
        ? "Statement IDs (SID) in a single policy must be unique."
        : "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    source: moto,
  }),
  actionVendor: rule({
    id: "iam/action-vendor",
    operation: "CreatePolicy",
    code: malformed,
    message: (problem: "prefix" | "colons") =>
      problem === "prefix"
        ? "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        : "Actions/Condition can contain only one colon.",
    source: moto,
  }),
  resourceForm: rule({
    id: "iam/resource-form",
    operation: "CreatePolicy",
    code: malformed,
    message: (resource: string) => `Resource ${resource} must be in ARN format or "*".`,
    source: moto,
  }),
  policySyntax: rule({
    id: "iam/policy-syntax",
    operation: "CreatePolicy",
    code: malformed,
    message: (problem: keyof typeof syntaxMessages) => syntaxMessages[problem],
    source: moto,
  }),
  partition: rule({
    id: "iam/partition",
    operation: "CreatePolicy",
    code: malformed,
    message: (partition: string, resource: string) =>
      `Partition "${partition}" is not valid for resource "${resource}".`,
    source: moto,
  }),
} as const;
