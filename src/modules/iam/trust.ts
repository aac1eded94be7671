import { type Conditions, policyDocument } from "./documents.ts";

/** Lets an AWS service assume the role; with conditions on behalf of whom. */
export function serviceTrust(service: string, condition?: Conditions): string {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition ? { Condition: condition } : {}),
  });
}

/** A service account of a cluster, as its tokens name it. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Lets exactly one service account of a cluster assume the role by its token (IAM roles for service accounts).
 *
 * @param provider the cluster's OIDC provider: its ARN, and its issuer without `https://`
 */
export function serviceAccountTrust(
  provider: { readonly arn: string; readonly issuer: string },
  account: ServiceAccount,
): string {
  return policyDocument({
    Effect: "Allow",
    Principal: { Federated: provider.arn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${provider.issuer}:aud`]: "sts.amazonaws.com",
        [`${provider.issuer}:sub`]: `system:serviceaccount:${account.namespace}:${account.name}`,
      },
    },
  });
}

/** Lets one principal of somebody else's account assume the role, when it names what was agreed with its owner. */
export function externalTrust(principalArn: string, externalId: string): string {
  return policyDocument({
    Effect: "Allow",
    Principal: { AWS: principalArn },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": externalId } },
  });
}
