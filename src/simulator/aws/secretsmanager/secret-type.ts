import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { withDeadPrincipals } from "../iam/principals.ts";
import { blocks, number, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import type { Secret } from "./records.ts";
import * as api from "./secret.ts";

/** `aws_secretsmanager_secret`. */
export const secret: ResourceType<Aws> = {
  type: "aws_secretsmanager_secret",
  label: "Secrets Manager Secret",

  create({ client, input }) {
    const name = nameFor(client, input, "secretsmanager/secret");
    const created = api.createSecret(client, {
      name,
      description: text(input, "description"),
      kmsKeyId: textOrNull(input, "kms_key_id"),
      replicas: replicasOf(input),
      tags: tagsOf(input.tags_all),
    });
    const policy = policyOf(input);
    if (policy === null) return shown(client, created, input);
    try {
      return shown(client, api.setSecretPolicy(client, created.arn, policy), input);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(client, created, input), failure);
      throw failure;
    }
  },

  read({ client, state }) {
    const arn = text(state, "id");
    const found = client.call({ action: "secretsmanager:DescribeSecret", resources: [arn] }, () =>
      api.findSecret(client, arn),
    );
    if (!found || found.deletionDate !== undefined) return null;
    client.call({ action: "secretsmanager:GetResourcePolicy", resources: [arn] }, () => undefined);
    return shown(client, found, state);
  },

  update({ client, input, state, changed }) {
    const arn = text(state, "id");
    if (changed("replica")) {
      api.changeSecret(client, "ReplicateSecretToRegions", arn, () => ({ replicas: replicasOf(input) }));
    }
    if (changed("description", "kms_key_id")) {
      api.changeSecret(client, "UpdateSecret", arn, () => ({
        description: text(input, "description"),
        kmsKeyId: textOrNull(input, "kms_key_id"),
      }));
    }
    if (changed("policy")) api.setSecretPolicy(client, arn, policyOf(input));
    if (changed("tags_all")) api.tagSecret(client, arn, tagsOf(state.tags_all), tagsOf(input.tags_all));
    const updated = api.findSecret(client, arn);
    return updated ? shown(client, updated, input) : {};
  },

  delete({ client, state }) {
    const arn = text(state, "id");
    const held = api.findSecret(client, arn);
    if (!held || held.deletionDate !== undefined) return;
    if (held.replicas.length > 0) {
      api.changeSecret(client, "RemoveRegionsFromReplication", arn, () => ({ replicas: [] }));
    }
    api.deleteSecret(client, arn, number(state, "recovery_window_in_days", 30));
  },

  import: (_call, id) =>
    id.startsWith("arn:") ? { id, force_overwrite_replica_secret: false, recovery_window_in_days: 30 } : null,
};

function shown(client: Aws, held: Secret, state: Values): Values {
  return {
    id: held.arn,
    arn: held.arn,
    ...nameValues(state, held.name),
    description: shownText(state, "description", held.description),
    kms_key_id: shownText(state, "kms_key_id", held.kmsKeyId),
    policy: held.policy === null ? "" : withDeadPrincipals(client.world, held.policy, held.principalIds),
    replica: held.replicas.map(({ region, kmsKeyId }) => ({
      region,
      kms_key_id: kmsKeyId,
      status: "InSync",
      status_message: "",
      last_accessed_date: "",
    })),
    tags_all: held.tags,
  };
}

function replicasOf(input: Values): Secret["replicas"] {
  return blocks(input, "replica").map((block) => ({
    region: text(block, "region"),
    kmsKeyId: text(block, "kms_key_id") || "alias/aws/secretsmanager",
  }));
}

/** The provider sends neither `""` nor `{}`. */
function policyOf(input: Values): string | null {
  const policy = textOrNull(input, "policy");
  return policy === null || policy.replace(/\s/g, "") === "{}" ? null : policy;
}
