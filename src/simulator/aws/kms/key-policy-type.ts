import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { withDeadPrincipals } from "../iam/principals.ts";
import { flag, text } from "../input.ts";
import { findKey, keyArn } from "./find-key.ts";
import { putKeyPolicy } from "./key.ts";
import { defaultKeyPolicy } from "./key-policy.ts";

/** `aws_kms_key_policy`: the policy of a key that is declared elsewhere. */
export const keyPolicy: ResourceType<Aws> = {
  type: "aws_kms_key_policy",
  label: "KMS Key Policy",

  create({ client, input }) {
    const id = text(input, "key_id");
    putKeyPolicy(client, id, text(input, "policy"), flag(input, "bypass_policy_lockout_safety_check"));
    return { id };
  },

  read({ client, state }) {
    const id = text(state, "id");
    const resources = [keyArn(client, id)];
    const key = client.call({ action: "kms:GetKeyPolicy", resources }, () => findKey(client, id));
    if (!key || key.deletionDate !== undefined) return null;
    return { key_id: key.id, policy: withDeadPrincipals(client.world, key.policy, key.principalIds) };
  },

  update({ client, input, state, changed }) {
    if (changed("policy")) {
      const bypass = flag(input, "bypass_policy_lockout_safety_check");
      putKeyPolicy(client, text(state, "id"), text(input, "policy"), bypass);
    }
    return {};
  },

  /** Puts the default policy back, unless the lockout check was bypassed. */
  delete({ client, state }) {
    const id = text(state, "id");
    if (flag(state, "bypass_policy_lockout_safety_check") || !findKey(client, id)) return;
    putKeyPolicy(client, id, defaultKeyPolicy(client), false);
  },
};
