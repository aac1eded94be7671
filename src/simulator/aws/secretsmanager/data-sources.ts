import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource, EphemeralResource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { rfc3339, text, textOrNull } from "../input.ts";
import * as api from "./secret.ts";
import { getSecretValue } from "./secret-value.ts";

/** `aws_secretsmanager_secret`; one that waits for its deletion counts as missing. */
export const secretData: DataSource<Aws> = {
  type: "aws_secretsmanager_secret",
  read({ client }, config) {
    const reference = textOrNull(config, "arn") ?? text(config, "name");
    const resources = [api.arnOf(client, reference)];
    const secret = client.call({ action: "secretsmanager:DescribeSecret", resources }, () =>
      api.findSecret(client, reference),
    );
    if (!secret || secret.deletionDate !== undefined) {
      throw new ProviderError(`reading Secrets Manager Secret (${reference}): couldn't find resource`);
    }
    client.call({ action: "secretsmanager:GetResourcePolicy", resources }, () => undefined);
    return {
      id: secret.arn,
      arn: secret.arn,
      name: secret.name,
      description: secret.description,
      kms_key_id: secret.kmsKeyId ?? "",
      created_date: rfc3339(secret.createdDate),
      last_changed_date: rfc3339(secret.lastChangedDate),
      policy: secret.policy ?? "",
      tags: secret.tags,
    };
  },
};

/** `aws_secretsmanager_secret_version`. */
export const secretVersionData: DataSource<Aws> = {
  type: "aws_secretsmanager_secret_version",
  read({ client }, config) {
    const reference = text(config, "secret_id");
    const chosen = textOrNull(config, "version_id") ?? (text(config, "version_stage") || "AWSCURRENT");
    return { id: `${reference}|${chosen}`, ...secretValues(client, config) };
  },
};

/** `aws_secretsmanager_secret_version` as an ephemeral resource: the value reaches no state. */
export const secretVersionEphemeral: EphemeralResource<Aws> = {
  type: "aws_secretsmanager_secret_version",
  open: ({ client }, config) => secretValues(client, config),
};

function secretValues(client: Aws, config: Values): Values {
  const { secret, version, value } = getSecretValue(client, text(config, "secret_id"), {
    versionId: textOrNull(config, "version_id"),
    stage: textOrNull(config, "version_stage"),
  });
  return {
    arn: secret.arn,
    secret_arn: secret.arn,
    created_date: rfc3339(version.createdDate),
    version_id: version.id,
    version_stage: textOrNull(config, "version_stage") ?? "AWSCURRENT",
    version_stages: [...version.stages].sort(),
    secret_string: version.kind === "string" ? value : "",
    secret_binary: version.kind === "binary" ? Buffer.from(value, "base64").toString("latin1") : "",
  };
}
