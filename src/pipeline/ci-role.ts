import type { AccountPrerequisites } from "./onboarding.ts";

/** Policies of the role that Spacelift assumes. */
export interface CiRolePolicies {
  readonly managedPolicyArns: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, string>>;
}

/**
 * What CI may do in an account: everything but IAM by the managed policy, and in IAM only what bears the platform's names. It cannot
 * change itself.
 */
export function ciRolePolicies(
  account: Pick<AccountPrerequisites, "id" | "integrationRole" | "namePrefixes">,
): CiRolePolicies {
  const arns = (kind: string): string[] =>
    account.namePrefixes.map((prefix) => `arn:aws:iam::${account.id}:${kind}/${prefix}*`);
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PlatformRolesAndPolicies",
        Effect: "Allow",
        Action: [
          "iam:*Role",
          "iam:*RolePolicy",
          "iam:*RolePolicies",
          "iam:*RoleTags",
          "iam:*Policy",
          "iam:*PolicyVersion",
          "iam:*PolicyVersions",
          "iam:*InstanceProfile",
          "iam:*InstanceProfilesForRole",
          "iam:UpdateRoleDescription",
        ],
        Resource: [...arns("role"), ...arns("policy"), ...arns("instance-profile")],
      },
      {
        Sid: "ClusterIdentityProviders",
        Effect: "Allow",
        Action: [
          "iam:*OpenIDConnectProvider",
          "iam:*OpenIDConnectProviderThumbprint",
          "iam:*OpenIDConnectProviderTags",
        ],
        Resource: [`arn:aws:iam::${account.id}:oidc-provider/oidc.eks.*`],
      },
      {
        Sid: "ReadAwsPolicies",
        Effect: "Allow",
        Action: [
          "iam:GetPolicy",
          "iam:GetPolicyVersion",
          "iam:ListPolicyVersions",
          "iam:GetRole",
          "iam:ListRoles",
          "iam:ListOpenIDConnectProviders",
          "iam:ListAttachedRolePolicies",
        ],
        Resource: "*",
      },
      {
        Sid: "ServiceLinkedRoles",
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: `arn:aws:iam::${account.id}:role/aws-service-role/*`,
      },
      {
        Sid: "NeverItself",
        Effect: "Deny",
        Action: [
          "iam:AttachRolePolicy",
          "iam:DeleteRole",
          "iam:DetachRolePolicy",
          "iam:PutRolePolicy",
          "iam:DeleteRolePolicy",
          "iam:UpdateAssumeRolePolicy",
        ],
        Resource: `arn:aws:iam::${account.id}:role/${account.integrationRole}`,
      },
    ],
  };
  return {
    managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
    inlinePolicies: { "eks-stack-iam": JSON.stringify(document) },
  };
}
