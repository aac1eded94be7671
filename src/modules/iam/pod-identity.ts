import { Construct } from "constructs";
import { EksPodIdentityAssociation } from "../../../.gen/aws/eks-pod-identity-association.js";
import type { IamRole } from "../../../.gen/aws/iam-role.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy.js";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment.js";
import { self } from "../named-scope.ts";
import type { Place } from "../place.ts";
import { policyDocument, type Statement } from "./documents.ts";
import { platformRole } from "./role.ts";

/**
 * Lets the agent of EKS Pod Identity hand the role to pods of one service account in one cluster: the session that it asks for is
 * tagged with both, and a role that would take any session could be given to any pod of the account.
 */
function podIdentityTrust(account: string, cluster: string, pods: PodsOfAccount): string {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": account,
        "aws:RequestTag/eks-cluster-name": cluster,
        "aws:RequestTag/kubernetes-namespace": pods.namespace,
        "aws:RequestTag/kubernetes-service-account": pods.serviceAccount,
      },
    },
  });
}

/** Pods by the service account that they run as. */
export interface PodsOfAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

export interface PodRoleProps extends Place, PodsOfAccount {
  readonly clusterName: string;
  /** Ends the name of the role. */
  readonly key: string;
  readonly description: string;
  readonly statements?: readonly Statement[];
  readonly policyArns?: readonly string[];
}

/** A role for the pods of one service account, with what it may do. */
export class PodRole extends Construct {
  readonly role: IamRole;
  /** What must stand before pods use the role. */
  readonly rights: readonly (IamRolePolicy | IamRolePolicyAttachment)[];

  constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id);
    const { clusterName, key, account, statements = [], policyArns = [] } = props;
    this.role = platformRole(this, key, {
      name: `${clusterName}-${key}`,
      description: props.description,
      trust: podIdentityTrust(account, clusterName, props),
      roleBoundaryArn: props.roleBoundaryArn,
    });
    const inline =
      statements.length > 0
        ? [
            new IamRolePolicy(this, `${key}-rights`, {
              name: "rights",
              role: this.role.name,
              policy: policyDocument(...statements),
            }),
          ]
        : [];
    const managed = policyArns.map(
      (policyArn, index) =>
        new IamRolePolicyAttachment(this, index === 0 ? `${key}-policy` : `${key}-policy-${index + 1}`, {
          role: this.role.name,
          policyArn,
        }),
    );
    this.rights = [...inline, ...managed];
  }
}

export interface PodIdentityProps extends PodRoleProps {
  /** The cluster's name as a reference to it, where the cluster is of the same stack and must come before. */
  readonly clusterReference?: string;
}

/** Gives a role of its own to the pods of one service account. It must be there before the pods: they get it when they are made. */
export class PodIdentity extends Construct {
  readonly association: EksPodIdentityAssociation;

  constructor(scope: Construct, id: string, props: PodIdentityProps) {
    super(scope, id);
    const { role, rights } = new PodRole(this, self, props);
    this.association = new EksPodIdentityAssociation(this, props.key, {
      clusterName: props.clusterReference ?? props.clusterName,
      namespace: props.namespace,
      serviceAccount: props.serviceAccount,
      roleArn: role.arn,
      dependsOn: [...rights],
    });
  }
}
