import { createHmac } from "node:crypto";
import { ProviderError } from "../../planning/diagnostics.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import { seal } from "../../world/seal.ts";
import type { Aws } from "../client.ts";
import { rfc3339, text, textOrNull } from "../input.ts";
import { type AccessKey, iamTables } from "./records.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { entityRules } from "./rules/entities.ts";
import { accessKeysOf, findUser, knownUserArn } from "./user.ts";

const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** `iam:CreateAccessKey`: at most two for a user; the secret is shown only now. */
export function createAccessKey(aws: Aws, userName: string): AccessKey & { readonly secret: string } {
  const request = {
    action: "iam:CreateAccessKey",
    resources: [knownUserArn(aws, userName)],
    parameters: { userName },
  };
  return aws.call(request, () => {
    refuseUnless(findUser(aws, userName), entityRules.notFound, "user", userName);
    refuseIf(accessKeysOf(aws, userName).length >= 2, attachmentRules.accessKeys);
    const id = `AKIA${aws.ids.text(16, base32, "iam/access-key", [aws.account, userName])}`;
    const secret = aws.ids.text(40, secretAlphabet, "iam/secret", id);
    const sealed = seal(aws.world.seed, secret);
    const key = { id, userName, status: "Active", createDate: aws.now, sealed };
    return { ...keys(aws).put(id, key), secret };
  });
}

/** `iam:UpdateAccessKey`. */
function setAccessKeyStatus(aws: Aws, id: string, userName: string, status: string): void {
  const request = {
    action: "iam:UpdateAccessKey",
    resources: [knownUserArn(aws, userName)],
    parameters: { accessKeyId: id, status },
  };
  aws.call(request, () => {
    const key = keys(aws).get(id);
    refuseUnless(key, entityRules.notFound, "key", id);
    keys(aws).put(id, { ...key, status });
  });
}

/** `iam:DeleteAccessKey`. */
export function deleteAccessKey(aws: Aws, key: Pick<AccessKey, "id" | "userName">): void {
  const request = {
    action: "iam:DeleteAccessKey",
    resources: [knownUserArn(aws, key.userName)],
    parameters: { accessKeyId: key.id },
  };
  aws.call(request, () => {
    refuseUnless(keys(aws).has(key.id), entityRules.notFound, "key", key.id);
    keys(aws).delete(key.id);
  });
}

/** The SMTP password that SES derives from a secret access key for one Region; the method is public (SES DG, version 4). */
export function sesSmtpPassword(secret: string, region: string): string {
  const steps = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const key = steps.reduce<Buffer>(
    (signing, step) => createHmac("sha256", signing).update(step).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return Buffer.concat([Buffer.from([0x04]), key]).toString("base64");
}

/** `aws_iam_access_key`. */
export const accessKey: ResourceType<Aws> = {
  type: "aws_iam_access_key",
  label: "IAM Access Key",

  create({ client, input }) {
    if (textOrNull(input, "pgp_key") !== null) {
      throw new ProviderError(
        "PGP keys are not simulated",
        "The simulated IAM does not encrypt secrets to a PGP key. Leave pgp_key out, or keep the secret in a secret store.",
        ["pgp_key"],
      );
    }
    const userName = text(input, "user");
    const key = createAccessKey(client, userName);
    const status = text(input, "status") || "Active";
    if (status !== "Active") setAccessKeyStatus(client, key.id, userName, status);
    return {
      id: key.id,
      create_date: rfc3339(key.createDate),
      secret: key.secret,
      ses_smtp_password_v4: sesSmtpPassword(key.secret, client.region),
      status,
    };
  },

  read({ client, state }) {
    const resources = [knownUserArn(client, text(state, "user"))];
    return client.call({ action: "iam:ListAccessKeys", resources }, () => {
      const key = keys(client).get(text(state, "id"));
      return key ? { user: key.userName, create_date: rfc3339(key.createDate), status: key.status } : null;
    });
  },

  update({ client, input, state }) {
    setAccessKeyStatus(client, text(state, "id"), text(state, "user"), text(input, "status"));
    return {};
  },

  delete({ client, state }) {
    const key = keys(client).get(text(state, "id"));
    if (key) deleteAccessKey(client, key);
  },

  import({ client }, id) {
    const key = client.call({ action: "iam:GetAccessKeyLastUsed" }, () => keys(client).get(id));
    return key ? { id, user: key.userName } : null;
  },
};

function keys(aws: Aws) {
  return aws.globalTable<AccessKey>(iamTables.accessKey);
}
