import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { flag, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { deleteAccessKey } from "./access-key.ts";
import type { User } from "./records.ts";
import * as api from "./user.ts";

/** `aws_iam_user`. */
export const user: ResourceType<Aws> = {
  type: "aws_iam_user",
  label: "IAM User",

  create({ client, input }) {
    const created = api.createUser(client, {
      name: text(input, "name"),
      path: text(input, "path") || "/",
      permissionsBoundary: textOrNull(input, "permissions_boundary"),
      tags: tagsOf(input.tags_all),
    });
    return shown(created, input);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = client.call({ action: "iam:GetUser", resources: [api.knownUserArn(client, name)] }, () =>
      api.findUser(client, name),
    );
    return found ? shown(found, state) : null;
  },

  update({ client, input, state, changed }) {
    let name = text(state, "id");
    if (changed("name", "path")) {
      const to = { name: text(input, "name"), path: text(input, "path") || "/" };
      name = api.renameUser(client, name, to).name;
    }
    if (changed("permissions_boundary")) {
      api.setUserBoundary(client, name, textOrNull(input, "permissions_boundary"));
    }
    if (changed("tags_all")) api.tagUser(client, name, tagsOf(state.tags_all), tagsOf(input.tags_all));
    const updated = api.findUser(client, name);
    return updated ? shown(updated, input) : {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    const found = api.findUser(client, name);
    if (!found) return;
    if (flag(state, "force_destroy")) {
      for (const key of api.accessKeysOf(client, name)) deleteAccessKey(client, key);
      for (const arn of found.attachedPolicyArns) api.detachUserPolicy(client, name, arn);
      for (const policyName of Object.keys(found.inlinePolicies)) api.deleteUserPolicy(client, name, policyName);
    }
    api.deleteUser(client, name);
  },
};

function shown(held: User, state: Values): Values {
  return {
    id: held.name,
    name: held.name,
    arn: held.arn,
    path: held.path,
    unique_id: held.uniqueId,
    permissions_boundary: shownText(state, "permissions_boundary", held.permissionsBoundary),
    tags_all: held.tags,
  };
}

/** `aws_iam_user_policy`: one inline policy of a user. */
export const userPolicy: ResourceType<Aws> = {
  type: "aws_iam_user_policy",
  label: "IAM User Policy",

  create({ client, input }) {
    const name = nameFor(client, input, "iam/user-policy");
    const userName = text(input, "user");
    api.putUserPolicy(client, userName, name, text(input, "policy"));
    return { id: `${userName}:${name}`, ...nameValues(input, name) };
  },

  read({ client, state }) {
    const [userName = "", name = ""] = text(state, "id").split(":");
    const resources = [api.knownUserArn(client, userName)];
    return client.call({ action: "iam:GetUserPolicy", resources, parameters: { policyName: name } }, () => {
      const policy = api.findUser(client, userName)?.inlinePolicies[name];
      return policy === undefined ? null : { user: userName, ...nameValues(state, name), policy };
    });
  },

  update({ client, input, state }) {
    api.putUserPolicy(client, text(input, "user"), text(state, "name"), text(input, "policy"));
    return {};
  },

  delete({ client, state }) {
    const [userName = "", name = ""] = text(state, "id").split(":");
    if (api.findUser(client, userName)?.inlinePolicies[name] === undefined) return;
    api.deleteUserPolicy(client, userName, name);
  },

  import: (_call, id) => (/^[^:]+:[^:]+$/.test(id) ? { id } : null),
};

/** `aws_iam_user_policy_attachment`: one managed policy attached to a user. */
export const userPolicyAttachment: ResourceType<Aws> = {
  type: "aws_iam_user_policy_attachment",
  label: "IAM User Policy Attachment",

  create({ client, input }) {
    const userName = text(input, "user");
    const policyArn = text(input, "policy_arn");
    api.attachUserPolicy(client, userName, policyArn);
    return { id: `${userName}/${policyArn}` };
  },

  read({ client, state }) {
    const userName = text(state, "user");
    const policyArn = text(state, "policy_arn");
    const resources = [api.knownUserArn(client, userName)];
    return client.call({ action: "iam:ListAttachedUserPolicies", resources }, () =>
      api.findUser(client, userName)?.attachedPolicyArns.includes(policyArn)
        ? { user: userName, policy_arn: policyArn }
        : null,
    );
  },

  delete({ client, state }) {
    const userName = text(state, "user");
    const policyArn = text(state, "policy_arn");
    if (!api.findUser(client, userName)?.attachedPolicyArns.includes(policyArn)) return;
    api.detachUserPolicy(client, userName, policyArn);
  },

  import(_call, id) {
    const slash = id.indexOf("/");
    if (slash < 1 || !id.slice(slash + 1).startsWith("arn:")) return null;
    return { id, user: id.slice(0, slash), policy_arn: id.slice(slash + 1) };
  },
};
