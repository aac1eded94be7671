import { Construct } from "constructs";
import { KmsAlias } from "../../../.gen/aws/kms-alias.js";
import { KmsKey } from "../../../.gen/aws/kms-key.js";
import { guard } from "../guard.ts";
import { policyDocument } from "../iam/documents.ts";
import { accountAdministration } from "../kms/administration.ts";
import type { Place } from "../place.ts";

export interface LogEncryptionKeyProps extends Pick<Place, "account" | "region"> {
  /** Alias without `alias/`. */
  readonly alias: string;
  /** Names of the log groups that may be encrypted with it. */
  readonly logGroups: readonly string[];
  readonly preventDestroy: boolean;
}

/** The key that CloudWatch Logs encrypts the named log groups with, and no others. */
export class LogEncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogEncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "logs", {
      description: `CloudWatch log groups of ${props.alias.replace(/\/logs$/, "")}`,
      enableKeyRotation: true,
      policy: policyDocument(accountAdministration(props), {
        Sid: "EncryptLogGroups",
        Effect: "Allow",
        Principal: { Service: `logs.${props.region}.amazonaws.com` },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: "*",
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": props.logGroups.map(
              (name) => `arn:aws:logs:${props.region}:${props.account}:log-group:${name}`,
            ),
          },
        },
      }),
      ...guard(props.preventDestroy),
    });
    new KmsAlias(new Construct(this, "alias"), "logs", { name: `alias/${props.alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
