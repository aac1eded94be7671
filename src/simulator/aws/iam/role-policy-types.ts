import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { text } from "../input.ts";
import * as api from "./role.ts";

/** `aws_iam_role_policy`: one inline policy of a role. */
export const rolePolicy: ResourceType<Aws> = {
  type: "aws_iam_role_policy",
  label: "IAM Role Policy",

  create({ client, input }) {
    const name = nameFor(client, input, "iam/role-policy");
    const roleName = text(input, "role");
    api.putRolePolicy(client, roleName, name, text(input, "policy"));
    return { id: `${roleName}:${name}`, ...nameValues(input, name) };
  },

  read({ client, state }) {
    const [roleName = "", name = ""] = text(state, "id").split(":");
    const resources = [api.roleArn(client, roleName)];
    return client.call({ action: "iam:GetRolePolicy", resources, parameters: { policyName: name } }, () => {
      const policy = api.findRole(client, roleName)?.inlinePolicies[name];
      return policy === undefined ? null : { role: roleName, ...nameValues(state, name), policy };
    });
  },

  update({ client, input, state }) {
    api.putRolePolicy(client, text(input, "role"), text(state, "name"), text(input, "policy"));
    return {};
  },

  delete({ client, state }) {
    const [roleName = "", name = ""] = text(state, "id").split(":");
    if (api.findRole(client, roleName)?.inlinePolicies[name] === undefined) return;
    api.deleteRolePolicy(client, roleName, name);
  },

  import: (_call, id) => (/^[^:]+:[^:]+$/.test(id) ? { id } : null),
};

/** `aws_iam_role_policy_attachment`: one managed policy attached to a role. */
export const rolePolicyAttachment: ResourceType<Aws> = {
  type: "aws_iam_role_policy_attachment",
  label: "IAM Role Policy Attachment",

  create({ client, input }) {
    const roleName = text(input, "role");
    const policyArn = text(input, "policy_arn");
    api.attachRolePolicy(client, roleName, policyArn);
    return { id: `${roleName}/${policyArn}` };
  },

  read({ client, state }) {
    const roleName = text(state, "role");
    const policyArn = text(state, "policy_arn");
    return client.call({ action: "iam:ListAttachedRolePolicies", resources: [api.roleArn(client, roleName)] }, () =>
      api.findRole(client, roleName)?.attachedPolicyArns.includes(policyArn)
        ? { role: roleName, policy_arn: policyArn }
        : null,
    );
  },

  delete({ client, state }) {
    const roleName = text(state, "role");
    const policyArn = text(state, "policy_arn");
    if (!api.findRole(client, roleName)?.attachedPolicyArns.includes(policyArn)) return;
    api.detachRolePolicy(client, roleName, policyArn);
  },

  import(_call, id) {
    const slash = id.indexOf("/");
    if (slash < 1 || !id.slice(slash + 1).startsWith("arn:")) return null;
    return { id, role: id.slice(0, slash), policy_arn: id.slice(slash + 1) };
  },
};
