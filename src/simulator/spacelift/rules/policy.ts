import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about policies and what they are attached to. */
export const policyRules = {
  slugTaken: rule({
    ...api,
    id: "spacelift/policy-slug-taken",
    operation: "policyCreatev2",
    message: () => "could not persist policy: policy with this slug already exists for this account",
    source: "I:spacelift-io/terraform-starter#14",
  }),
  notFound: rule({
    ...missing,
    id: "spacelift/policy-not-found",
    operation: "policyAttach",
    message: (policy: string) => `policy ${policy} not found`,
    source: "P:resource_policy_attachment.go",
  }),
  attached: rule({
    ...api,
    id: "spacelift/policy-already-attached",
    operation: "policyAttach",
    message: (policy: string, project: string) => `policy ${policy} is already attached to ${project}`,
    source: "PD:resources/policy_attachment.md",
  }),
  package: rule({
    ...api,
    id: "spacelift/policy-package",
    operation: "policyCreatev2, policyUpdatev2",
    message: (found: string) => `policy package must be "spacelift", not "${found}"`,
    source: "D:concepts/policy/README.md",
  }),
  syntax: rule({
    ...api,
    id: "spacelift/policy-syntax",
    operation: "policyCreatev2, policyUpdatev2",
    message: (problem: string) => `could not parse policy: ${problem}`,
    source: "D:concepts/policy/README.md (the body is validated on save)",
  }),
  variableType: rule({
    ...api,
    id: "spacelift/policy-variable-type",
    operation: "policyCreatev2, policyUpdatev2",
    message: (name: string, type: string) => `rule ${name} conflicts with its predefined type, ${type}`,
    source: "D:concepts/policy/README.md",
  }),
  builtIn: rule({
    ...api,
    id: "spacelift/policy-disabled-built-in",
    operation: "policyCreatev2, policyUpdatev2",
    message: (name: string) => `could not parse policy: rego_type_error: undefined function ${name}`,
    source: "D:concepts/policy/README.md",
  }),
  loginOutsideRoot: rule({
    ...api,
    id: "spacelift/policy-login-outside-root",
    operation: "policyCreatev2, policyUpdatev2",
    message: () => "login policies cannot be moved out of root space",
    source: "I:cloudposse/terraform-spacelift-cloud-infrastructure-automation#139",
  }),
  loginAttached: rule({
    ...api,
    id: "spacelift/policy-login-attached",
    operation: "policyAttach",
    message: () => "login policies cannot be attached",
    source: "PD:resources/policy_attachment.md",
  }),
};
