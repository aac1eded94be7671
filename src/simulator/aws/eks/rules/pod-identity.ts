import { rule } from "../../../rule.ts";

/** What EKS refuses about pod identity associations. */
export const podIdentityRules = {
  duplicate: rule({
    id: "eks/pia-dup",
    operation: "CreatePodIdentityAssociation",
    code: "ResourceInUseException",
    message: (id: string) => `Association already exists: ${id}`,
    http: 409,
    source: "cdk-preflight, messages measured in September 2026",
  }),
  notFound: rule({
    id: "eks/pia-not-found",
    operation: "DescribePodIdentityAssociation",
    code: "ResourceNotFoundException",
    message: (id: string) => `Association not found: ${id}`,
    http: 404,
    source: "API DescribePodIdentityAssociation (condition; the text is not recorded)",
  }),
  role: rule({
    id: "eks/pia-role",
    operation: "CreatePodIdentityAssociation",
    code: "InvalidParameterException",
    message: () => "Role provided in the request does not exist.",
    source: "message that the provider retries on; EKS UG, Pod Identity",
  }),
} as const;
