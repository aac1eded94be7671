import { Construct } from "constructs";
import { KmsAlias } from "../../../.gen/aws/kms-alias.js";
import { KmsKey } from "../../../.gen/aws/kms-key.js";
import { guard } from "../guard.ts";
import { policyDocument } from "../iam/documents.ts";
import { accountAdministration } from "../kms/administration.ts";
import type { Place } from "../place.ts";

export interface SecretsEncryptionProps extends Pick<Place, "account"> {
  readonly clusterName: string;
  /** Role of the control plane, which encrypts and decrypts. */
  readonly controlPlaneRoleArn: string;
  readonly preventDestroy: boolean;
}

/** The key that encrypts the cluster's Secrets; losing it loses them all. */
export class SecretsEncryption extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: SecretsEncryptionProps) {
    super(scope, id);
    const key = new KmsKey(this, "cluster-secrets", {
      description: `Kubernetes Secrets of EKS cluster ${props.clusterName}`,
      enableKeyRotation: true,
      policy: policyDocument(accountAdministration(props), {
        Sid: "ControlPlane",
        Effect: "Allow",
        Principal: { AWS: props.controlPlaneRoleArn },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
        Resource: "*",
      }),
      ...guard(props.preventDestroy),
    });
    new KmsAlias(new Construct(this, "alias"), "cluster-secrets", {
      name: `alias/eks/${props.clusterName}`,
      targetKeyId: key.keyId,
    });
    this.keyArn = key.arn;
  }
}
