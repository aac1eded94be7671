import { rule } from "../../../rule.ts";

const api = "API CreateCapability";
const unrecorded = `${api} (condition; the text is not recorded)`;

/** What EKS refuses about capabilities. */
export const capabilityRules = {
  duplicate: rule({
    id: "eks/capability-dup",
    operation: "CreateCapability",
    code: "ResourceInUseException",
    message: (name: string, cluster: string) => `Capability ${name} already exists in cluster ${cluster}`,
    http: 409,
    source: unrecorded,
  }),
  oneOfType: rule({
    id: "eks/capability-type",
    operation: "CreateCapability",
    code: "ResourceInUseException",
    message: (type: string, cluster: string) => `Cluster ${cluster} already has a capability of type ${type}`,
    http: 409,
    source: unrecorded,
  }),
  notFound: rule({
    id: "eks/capability-not-found",
    operation: "DescribeCapability",
    code: "ResourceNotFoundException",
    message: (name: string) => `No capability found for name: ${name}.`,
    http: 404,
    source: unrecorded,
  }),
  role: rule({
    id: "eks/capability-role",
    operation: "CreateCapability",
    code: "InvalidParameterException",
    message: (arn: string) =>
      `Role with arn: ${arn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    source: "EKS UG, Amazon EKS capability IAM role",
  }),
  configuration: rule({
    id: "eks/capability-config",
    operation: "CreateCapability",
    code: "InvalidParameterException",
    message: (type: string) =>
      type === "ARGOCD"
        ? "A capability of type ARGOCD needs argoCd with an instance of IAM Identity Center."
        : `A capability of type ${type} takes no argoCd configuration.`,
    source: unrecorded,
  }),
} as const;
