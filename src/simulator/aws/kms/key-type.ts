import { ProviderError } from "../../planning/diagnostics.ts";
import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { withDeadPrincipals } from "../iam/principals.ts";
import { flag, number, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { findKey, keyArn } from "./find-key.ts";
import * as api from "./key.ts";
import type { Key } from "./records.ts";

/** `aws_kms_key`. */
export const key: ResourceType<Aws> = {
  type: "aws_kms_key",
  label: "KMS Key",

  create({ client, input }) {
    if (textOrNull(input, "custom_key_store_id") !== null) {
      throw new ProviderError("Custom key stores are not simulated", "Leave custom_key_store_id out.", [
        "custom_key_store_id",
      ]);
    }
    const created = api.createKey(client, {
      description: text(input, "description"),
      keySpec: text(input, "customer_master_key_spec") || "SYMMETRIC_DEFAULT",
      keyUsage: text(input, "key_usage") || "ENCRYPT_DECRYPT",
      multiRegion: flag(input, "multi_region"),
      policy: policyOf(input),
      bypassLockoutCheck: flag(input, "bypass_policy_lockout_safety_check"),
      tags: tagsOf(input.tags_all),
    });
    let current = created;
    try {
      if (flag(input, "enable_key_rotation")) current = api.setRotation(client, created.id, periodOf(input));
      if (input.is_enabled === false) current = api.setKeyEnabled(client, created.id, false);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(client, current), failure);
      throw failure;
    }
    return shown(client, current);
  },

  read({ client, state }) {
    const id = text(state, "id");
    const resources = [keyArn(client, id)];
    const found = client.call({ action: "kms:DescribeKey", resources }, () => findKey(client, id));
    if (!found || found.deletionDate !== undefined) return null;
    for (const operation of ["GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"]) {
      client.call({ action: `kms:${operation}`, resources }, () => undefined);
    }
    return shown(client, found);
  },

  update({ client, input, state, changed }) {
    const id = text(state, "id");
    const enabled = flag(input, "is_enabled");
    if (changed("is_enabled") && enabled) api.setKeyEnabled(client, id, true);
    if (changed("enable_key_rotation", "rotation_period_in_days")) {
      api.setRotation(client, id, flag(input, "enable_key_rotation") ? periodOf(input) : null);
    }
    if (changed("description")) {
      const description = text(input, "description");
      api.changeKey(client, "UpdateKeyDescription", id, () => ({ description }));
    }
    const policy = policyOf(input);
    if (changed("policy") && policy !== null) {
      api.putKeyPolicy(client, id, policy, flag(input, "bypass_policy_lockout_safety_check"));
    }
    if (changed("is_enabled") && !enabled) api.setKeyEnabled(client, id, false);
    if (changed("tags_all")) api.tagKey(client, id, tagsOf(state.tags_all), tagsOf(input.tags_all));
    const updated = findKey(client, id);
    return updated ? shown(client, updated) : {};
  },

  delete({ client, state }) {
    const id = text(state, "id");
    const found = findKey(client, id);
    if (!found || found.deletionDate !== undefined) return;
    api.scheduleKeyDeletion(client, id, number(state, "deletion_window_in_days", 30));
  },
};

function shown(client: Aws, held: Key): Values {
  return {
    id: held.id,
    key_id: held.id,
    arn: held.arn,
    description: held.description,
    customer_master_key_spec: held.keySpec,
    key_usage: held.keyUsage,
    multi_region: held.multiRegion,
    is_enabled: held.enabled,
    enable_key_rotation: held.rotationEnabled,
    rotation_period_in_days: held.rotationPeriod,
    policy: withDeadPrincipals(client.world, held.policy, held.principalIds),
    tags_all: held.tags,
  };
}

/** `{}` counts as no policy. */
function policyOf(input: Values): string | null {
  const policy = textOrNull(input, "policy");
  return policy === null || policy.replace(/\s/g, "") === "{}" ? null : policy;
}

function periodOf(input: Values): number {
  return number(input, "rotation_period_in_days", 0) || 365;
}
