import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { rfc3339, text, textOrNull } from "../input.ts";
import { withDeadPrincipals } from "./principals.ts";
import { iamTables, type Role } from "./records.ts";
import { getRole } from "./role.ts";

/** `aws_iam_role`. */
export const roleData: DataSource<Aws> = {
  type: "aws_iam_role",
  read({ client }, config) {
    const name = text(config, "name");
    const role = getRole(client, name);
    if (!role) throw new ProviderError(`reading IAM Role (${name}): couldn't find resource`);
    return {
      id: role.name,
      arn: role.arn,
      assume_role_policy: withDeadPrincipals(client.world, role.trustPolicy, role.trustedIds),
      create_date: rfc3339(role.createDate),
      description: role.description,
      max_session_duration: role.maxSessionDuration,
      path: role.path,
      permissions_boundary: role.permissionsBoundary,
      role_last_used: [],
      tags: role.tags,
      unique_id: role.uniqueId,
    };
  },
};

/** `aws_iam_roles`; none found is no error. */
export const rolesData: DataSource<Aws> = {
  type: "aws_iam_roles",
  read({ client }, config) {
    const prefix = textOrNull(config, "path_prefix") ?? "/";
    const expression = nameExpression(textOrNull(config, "name_regex"));
    const roles = client.call({ action: "iam:ListRoles", parameters: { pathPrefix: prefix } }, () =>
      client
        .globalTable<Role>(iamTables.role)
        .filter((role) => role.path.startsWith(prefix) && expression.test(role.name)),
    );
    return {
      id: client.region,
      arns: roles.map((role) => role.arn).sort(),
      names: roles.map((role) => role.name).sort(),
    };
  },
};

function nameExpression(pattern: string | null): RegExp {
  try {
    return new RegExp(pattern ?? "");
  } catch (error) {
    throw new ProviderError("invalid name_regex", String(error), ["name_regex"]);
  }
}

/** `aws_iam_session_context`: the role behind a session's ARN. */
export const sessionContext: DataSource<Aws> = {
  type: "aws_iam_session_context",
  read({ client }, config) {
    const arn = text(config, "arn");
    const session = sessionOf(arn);
    if (!session) return { id: arn, issuer_arn: arn, issuer_id: "", issuer_name: "", session_name: "" };
    const role = getRole(client, session.roleName);
    if (!role) throw new ProviderError(`reading IAM Role (${session.roleName}): couldn't find resource`);
    return {
      id: arn,
      issuer_arn: role.arn,
      issuer_id: role.uniqueId,
      issuer_name: role.name,
      session_name: session.name,
    };
  },
};

function sessionOf(arn: string): { readonly roleName: string; readonly name: string } | undefined {
  const parts = parseArn(arn);
  const match = /^assumed-role\/(.+)\/([^/]{2,})$/.exec(parts?.resource ?? "");
  const [, roleName, name] = match ?? [];
  return parts?.service === "sts" && roleName !== undefined && name !== undefined ? { roleName, name } : undefined;
}
