import { Construct } from "constructs";
import { DataAwsSecretsmanagerSecretVersion } from "../../../.gen/aws/data-aws-secretsmanager-secret-version.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy.js";
import { KmsAlias } from "../../../.gen/aws/kms-alias.js";
import { KmsKey } from "../../../.gen/aws/kms-key.js";
import { guard } from "../guard.ts";
import { policyDocument } from "../iam/documents.ts";
import { platformRole } from "../iam/role.ts";
import { externalTrust } from "../iam/trust.ts";
import { accountAdministration } from "../kms/administration.ts";
import type { Place } from "../place.ts";
import { PrivateBucket } from "../s3/private-bucket.ts";

export interface SnowflakeLandingBucketProps extends Place {
  readonly clusterName: string;
  /** Begins the addresses of its resources. */
  readonly key: string;
  /** Name, unique in the partition. */
  readonly name: string;
  /** The one role, of the account that snapshots come from, that copies into it. */
  readonly source: { readonly account: string; readonly replicationRole: string };
  /** ARN of the user of Snowflake's storage integration. */
  readonly principal: string;
  /** Name of the secret that holds the external id. */
  readonly externalIdSecret: string;
  /** Keeps the data and its key when the stack goes. */
  readonly protect: boolean;
}

/** Days after which versions that were replaced or deleted go for good. */
const noncurrentDays = 30;

/**
 * Where snapshots of another account's databases arrive, encrypted with a key of their own, and where Snowflake reads them. Public
 * access is always blocked; one named role may copy into it, and Snowflake may read and nothing else.
 */
export class SnowflakeLandingBucket extends Construct {
  /** For the storage integration of Snowflake. */
  readonly readerRoleArn: string;

  constructor(scope: Construct, id: string, props: SnowflakeLandingBucketProps) {
    super(scope, id);
    const { name, clusterName, principal, protect } = props;
    const key = `${props.key}-snowflake`;
    const replicator = `arn:aws:iam::${props.source.account}:role/${props.source.replicationRole}`;
    const encryption = new KmsKey(this, key, {
      description: `Snapshots in the bucket ${name}`,
      enableKeyRotation: true,
      policy: policyDocument(accountAdministration(props), {
        Sid: "Replication",
        Effect: "Allow",
        Principal: { AWS: replicator },
        Action: ["kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": `s3.${props.region}.amazonaws.com` } },
      }),
      ...guard(protect),
    });
    new KmsAlias(this, `${key}-alias`, { name: `alias/${clusterName}/${key}`, targetKeyId: encryption.keyId });
    const bucketArn = `arn:aws:s3:::${name}`;
    new PrivateBucket(this, `${key}-bucket`, {
      key,
      name,
      purpose: "Snapshots of databases for Snowflake",
      versioned: true,
      keepNoncurrentDays: noncurrentDays,
      forceDestroy: !protect,
      encryptionKeyArn: encryption.arn,
      statements: [
        {
          Sid: "ReplicateObjects",
          Effect: "Allow",
          Principal: { AWS: replicator },
          Action: [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          Resource: `${bucketArn}/*`,
        },
        {
          Sid: "LookAtReplicas",
          Effect: "Allow",
          Principal: { AWS: replicator },
          Action: ["s3:ListBucket", "s3:GetBucketVersioning"],
          Resource: bucketArn,
        },
      ],
    });
    const externalId = new DataAwsSecretsmanagerSecretVersion(this, `${key}-external-id`, {
      secretId: props.externalIdSecret,
    });
    const role = platformRole(this, `${key}-reader`, {
      name: `${clusterName}-${key}`,
      description: `Lets Snowflake read the bucket ${name}`,
      trust: externalTrust(principal, externalId.secretString),
      roleBoundaryArn: props.roleBoundaryArn,
    });
    new IamRolePolicy(this, `${key}-rights`, {
      name: "rights",
      role: role.name,
      policy: policyDocument(
        { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucketArn },
        { Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${bucketArn}/*` },
        { Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: encryption.arn },
      ),
    });
    this.readerRoleArn = role.arn;
  }
}
