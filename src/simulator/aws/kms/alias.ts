import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { text } from "../input.ts";
import { findKey, keyArn, requireKey } from "./find-key.ts";
import { type Alias, type Key, kmsTables } from "./records.ts";
import { rules } from "./rules.ts";

/** `kms:CreateAlias`. */
function createAlias(aws: Aws, name: string, target: string): Alias {
  const arn = aws.arn("kms", name);
  const resources = [arn, keyArn(aws, target)];
  return aws.call({ action: "kms:CreateAlias", resources, parameters: { aliasName: name, target } }, () => {
    refuseUnless(name.length <= 256 && /^alias\/[\w:/-]+$/.test(name), rules.aliasCharacters, name);
    refuseIf(aliases(aws).has(name), rules.aliasDuplicate, arn);
    const key = targetKey(aws, target);
    refuseIf(aliases(aws).filter(({ targetKeyId }) => targetKeyId === key.id).length >= 50, rules.quota);
    return aliases(aws).put(name, { name, arn, targetKeyId: key.id, createDate: aws.now });
  });
}

function targetKey(aws: Aws, target: string): Key {
  refuseIf(/(?:^|:)alias\//.test(target), rules.aliasOfAlias);
  const key = requireKey(aws, target);
  refuseIf(key.deletionDate, rules.aliasTargetState, key.arn);
  return key;
}

/** `aws_kms_alias`. */
export const alias: ResourceType<Aws> = {
  type: "aws_kms_alias",
  label: "KMS Alias",

  create({ client, input }) {
    const name = nameFor(client, input, "kms/alias", "alias/");
    return shown(client, createAlias(client, name, text(input, "target_key_id")), input);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = client.call({ action: "kms:ListAliases" }, () => {
      const held = aliases(client).get(name);
      return held && findKey(client, held.targetKeyId) ? held : undefined;
    });
    return found ? shown(client, found, state) : null;
  },

  update({ client, input, state }) {
    const name = text(state, "id");
    const target = text(input, "target_key_id");
    const before = text(state, "target_key_id");
    const resources = [client.arn("kms", name), keyArn(client, before), keyArn(client, target)];
    const updated = client.call(
      { action: "kms:UpdateAlias", resources, parameters: { aliasName: name, target } },
      () => {
        const held = aliases(client).get(name);
        refuseUnless(held, rules.notFound, "alias", client.arn("kms", name));
        return aliases(client).put(name, { ...held, targetKeyId: targetKey(client, target).id });
      },
    );
    return shown(client, updated, input);
  },

  delete({ client, state }) {
    const name = text(state, "id");
    const held = aliases(client).get(name);
    if (!held) return;
    const resources = [held.arn, keyArn(client, held.targetKeyId)];
    client.call({ action: "kms:DeleteAlias", resources, parameters: { aliasName: name } }, () => {
      aliases(client).delete(name);
    });
  },
};

/** The target stays an ARN where it was configured as one: the provider takes both for the same. */
function shown(client: Aws, held: Alias, state: Values): Values {
  const arn = client.arn("kms", `key/${held.targetKeyId}`);
  return {
    id: held.name,
    ...nameValues(state, held.name),
    arn: held.arn,
    target_key_arn: arn,
    target_key_id: text(state, "target_key_id") === arn ? arn : held.targetKeyId,
  };
}

function aliases(aws: Aws) {
  return aws.table<Alias>(kmsTables.alias);
}
