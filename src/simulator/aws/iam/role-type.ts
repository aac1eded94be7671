import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { blocks, flag, number, rfc3339, shownText, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { removeRoleFromProfiles } from "./instance-profile.ts";
import { withDeadPrincipals } from "./principals.ts";
import type { Role } from "./records.ts";
import * as api from "./role.ts";

/** `aws_iam_role`. */
export const role: ResourceType<Aws> = {
  type: "aws_iam_role",
  label: "IAM Role",

  create({ client, input }) {
    const created = api.createRole(client, {
      name: nameFor(client, input, "iam/role"),
      path: text(input, "path") || "/",
      trustPolicy: text(input, "assume_role_policy"),
      description: text(input, "description"),
      maxSessionDuration: number(input, "max_session_duration", 3_600),
      permissionsBoundary: textOrNull(input, "permissions_boundary"),
      tags: tagsOf(input.tags_all),
    });
    let current = created;
    try {
      for (const [name, document] of Object.entries(inlinePolicies(input))) {
        current = api.putRolePolicy(client, created.name, name, document);
      }
      for (const arn of texts(input.managed_policy_arns)) current = api.attachRolePolicy(client, created.name, arn);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(client, current, input), failure);
      throw failure;
    }
    return shown(client, current, input);
  },

  read({ client, state }) {
    const found = api.getRole(client, text(state, "id"));
    if (!found) return null;
    client.call({ action: "iam:ListAttachedRolePolicies", resources: [found.arn] }, () => undefined);
    client.call({ action: "iam:ListRolePolicies", resources: [found.arn] }, () => undefined);
    for (const policyName of Object.keys(found.inlinePolicies)) {
      client.call({ action: "iam:GetRolePolicy", resources: [found.arn], parameters: { policyName } }, () => undefined);
    }
    return shown(client, found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("assume_role_policy")) api.updateTrustPolicy(client, name, text(input, "assume_role_policy"));
    if (changed("description", "max_session_duration")) {
      api.updateRole(client, name, {
        description: text(input, "description"),
        maxSessionDuration: number(input, "max_session_duration", 3_600),
      });
    }
    if (changed("permissions_boundary")) {
      api.setRoleBoundary(client, name, textOrNull(input, "permissions_boundary"));
    }
    if (changed("inline_policy")) updateInlinePolicies(client, name, inlinePolicies(state), inlinePolicies(input));
    if (changed("managed_policy_arns")) {
      updateAttachments(client, name, texts(state.managed_policy_arns), texts(input.managed_policy_arns));
    }
    if (changed("tags_all")) api.tagRole(client, name, tagsOf(state.tags_all), tagsOf(input.tags_all));
    const updated = api.getRole(client, name);
    return updated ? shown(client, updated, input) : {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    const found = api.findRole(client, name);
    if (!found) return;
    removeRoleFromProfiles(client, name);
    const force = flag(state, "force_detach_policies");
    if (force || texts(state.managed_policy_arns).length > 0) {
      for (const arn of found.attachedPolicyArns) api.detachRolePolicy(client, name, arn);
    }
    if (force || Object.keys(inlinePolicies(state)).length > 0) {
      for (const policyName of Object.keys(found.inlinePolicies)) api.deleteRolePolicy(client, name, policyName);
    }
    api.deleteRole(client, name);
  },

  import: (_call, id) => ({ id, force_detach_policies: false }),
};

function shown(client: Aws, held: Role, state: Values): Values {
  return {
    id: held.name,
    ...nameValues(state, held.name),
    path: held.path,
    arn: held.arn,
    unique_id: held.uniqueId,
    create_date: rfc3339(held.createDate),
    description: shownText(state, "description", held.description),
    max_session_duration: held.maxSessionDuration,
    permissions_boundary: shownText(state, "permissions_boundary", held.permissionsBoundary),
    assume_role_policy: withDeadPrincipals(client.world, held.trustPolicy, held.trustedIds),
    inline_policy: shownInlinePolicies(held, state),
    managed_policy_arns: [...held.attachedPolicyArns].sort(),
    tags_all: held.tags,
  };
}

/** An empty block says that the role is to have no inline policies; it stays in the state as long as that is so. */
function shownInlinePolicies(held: Role, state: Values): Value {
  const policies = Object.entries(held.inlinePolicies).map(([name, policy]) => ({ name, policy }));
  return policies.length === 0
    ? blocks(state, "inline_policy").filter((block) => !textOrNull(block, "name"))
    : policies;
}

function inlinePolicies(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    blocks(values, "inline_policy").flatMap((block) => {
      const name = textOrNull(block, "name");
      return name === null ? [] : [[name, text(block, "policy")]];
    }),
  );
}

function updateInlinePolicies(
  client: Aws,
  name: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): void {
  for (const policyName of Object.keys(before)) {
    if (!(policyName in after)) api.deleteRolePolicy(client, name, policyName);
  }
  for (const [policyName, document] of Object.entries(after)) {
    if (before[policyName] !== document) api.putRolePolicy(client, name, policyName, document);
  }
}

function updateAttachments(client: Aws, name: string, before: readonly string[], after: readonly string[]): void {
  for (const arn of before) if (!after.includes(arn)) api.detachRolePolicy(client, name, arn);
  for (const arn of after) if (!before.includes(arn)) api.attachRolePolicy(client, name, arn);
}
