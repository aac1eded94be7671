import type { AccountPrerequisites } from "./onboarding.ts";

/** A role that Spacelift assumes in an account. */
export interface CiRole {
  readonly name: string;
  /** Who may come: external ids as Spacelift forms them, one pattern for each stack. */
  readonly externalIds: readonly string[];
  readonly managedPolicyArns: readonly string[];
  /** JSON text by name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
}

type AccountFacts = Pick<
  AccountPrerequisites,
  "id" | "planRole" | "applyRole" | "roleBoundary" | "stackIds" | "secrets" | "namePrefixes"
>;

/**
 * The two roles of CI in an account, none where no stack runs in it. The first reads, for plans; the second changes everything but
 * IAM by the managed policy, and in IAM only what bears the platform's names. Neither can change itself, nor make a role that could
 * do more than the boundary says.
 *
 * @param spaceliftAccount name of the Spacelift account, which begins every external id
 */
export function ciRoles(account: AccountFacts, spaceliftAccount: string): readonly CiRole[] {
  if (account.stackIds.length === 0) return [];
  const externalIds = (access: "read" | "write"): string[] =>
    account.stackIds.map((stackId) => `${spaceliftAccount}@*@${stackId}@${access}`);
  return [
    {
      name: account.planRole,
      externalIds: externalIds("read"),
      managedPolicyArns: [],
      inlinePolicies: { "eks-stack-plan": policy(...planStatements(account)) },
    },
    {
      name: account.applyRole,
      externalIds: externalIds("write"),
      managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
      inlinePolicies: { "eks-stack-apply": policy(...applyStatements(account)) },
    },
  ];
}

/** What roles that CI makes can do at most: everything but changes of who may do what. */
export function boundaryDocument(): string {
  return policy(
    { Sid: "Everything", Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    {
      Sid: "LookAtRoles",
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:CreateServiceLinkedRole"],
      Resource: "*",
    },
  );
}

/** ARN of the boundary of an account's roles. */
export function boundaryArn({ id, roleBoundary }: Pick<AccountFacts, "id" | "roleBoundary">): string {
  return `arn:aws:iam::${id}:policy/${roleBoundary}`;
}

/** What the provider calls to refresh a state, and the secrets that a plan needs. */
function planStatements({ id, secrets, namePrefixes }: AccountFacts): Statement[] {
  const read: Statement = {
    Sid: "Read",
    Effect: "Allow",
    Action: [
      "apigateway:GET",
      "ec2:Describe*",
      "ec2:Get*",
      "eks:Describe*",
      "eks:List*",
      "elasticloadbalancing:Describe*",
      "iam:Get*",
      "iam:List*",
      "kms:Describe*",
      "kms:Get*",
      "kms:List*",
      "logs:Describe*",
      "logs:List*",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucket*",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:List*",
      "secretsmanager:Describe*",
      "secretsmanager:GetResourcePolicy",
      "ses:Get*",
      "ses:List*",
      "sqs:Get*",
      "sqs:List*",
      "ssm:Describe*",
      "ssm:Get*",
      "ssm:List*",
    ],
    Resource: "*",
  };
  if (secrets.length === 0) return [read];
  return [
    read,
    {
      Sid: "ReadSecretsOfPlans",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secrets.map(({ name }) => `arn:aws:secretsmanager:*:${id}:secret:${name}-??????`),
    },
    {
      // The provider looks at every secret that it wrote, and has no call for that but this one.
      Sid: "ReadStoredCredentials",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: namePrefixes.map((prefix) => `arn:aws:secretsmanager:*:${id}:secret:${prefix}*/auth0/*`),
    },
  ];
}

/** Services that a role of the platform may be handed to. */
const passedTo = [
  "apigateway.amazonaws.com",
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
] as const;

function applyStatements(account: AccountFacts): Statement[] {
  const named = (kind: string): string[] =>
    account.namePrefixes.map((prefix) => `arn:aws:iam::${account.id}:${kind}/${prefix}*`);
  const boundary = boundaryArn(account);
  const own = [account.planRole, account.applyRole].map((name) => `arn:aws:iam::${account.id}:role/${name}`);
  return [
    { Sid: "ReadIam", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    {
      Sid: "BoundedRoles",
      Effect: "Allow",
      Action: [
        "iam:CreateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:AttachRolePolicy",
        "iam:DetachRolePolicy",
      ],
      Resource: named("role"),
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "NamedRoles",
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
      ],
      Resource: named("role"),
    },
    {
      Sid: "HandRolesToServices",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: named("role"),
      Condition: { StringEquals: { "iam:PassedToService": passedTo } },
    },
    {
      Sid: "NamedPoliciesAndProfiles",
      Effect: "Allow",
      Action: [
        "iam:CreatePolicy",
        "iam:DeletePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
        "iam:*InstanceProfile",
      ],
      Resource: [...named("policy"), ...named("instance-profile")],
    },
    {
      Sid: "ClusterIdentityProviders",
      Effect: "Allow",
      Action: ["iam:*OpenIDConnectProvider", "iam:*OpenIDConnectProviderThumbprint"],
      Resource: `arn:aws:iam::${account.id}:oidc-provider/oidc.eks.*`,
    },
    {
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account.id}:role/aws-service-role/*`,
    },
    {
      Sid: "NeverItselfNorTheBoundary",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [...own, boundary],
    },
    { Sid: "NeverUnbounded", Effect: "Deny", Action: "iam:DeleteRolePermissionsBoundary", Resource: "*" },
  ];
}

/** One statement of an identity policy. */
interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
