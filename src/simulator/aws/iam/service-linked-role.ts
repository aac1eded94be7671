import { ProviderError } from "../../planning/diagnostics.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { Aws } from "../client.ts";
import { rfc3339, shownText, text, textOrNull } from "../input.ts";
import { servicePrincipal } from "../principal.ts";
import { type Tags, tagsOf } from "../tags.ts";
import { iamTables, type Role } from "./records.ts";
import { attachRolePolicy, createRole, findRole, tagRole } from "./role.ts";
import { entityRules } from "./rules/entities.ts";
import { protectedRoleRules } from "./rules/protected-roles.ts";
import { serviceLinkedRoles, serviceLinkedRoleUses } from "./service-linked-roles.ts";
import { isServicePrincipal } from "./service-principals.ts";

/** What `CreateServiceLinkedRole` is asked for. */
export interface ServiceLinkedRoleProperties {
  /** For example `eks.amazonaws.com`. */
  readonly service: string;
  readonly suffix?: string | null;
  readonly description?: string;
  readonly tags?: Tags;
}

/** `iam:CreateServiceLinkedRole`. */
function createServiceLinkedRole(aws: Aws, properties: ServiceLinkedRoleProperties): Role {
  const { service, suffix = null, description = "", tags = {} } = properties;
  const known = serviceLinkedRoles[service];
  const name = `${known?.name ?? fallbackName(service)}${suffix === null ? "" : `_${suffix}`}`;
  const path = `/aws-service-role/${service}/`;
  const request = {
    action: "iam:CreateServiceLinkedRole",
    resources: [aws.arn("iam", `role${path}${name}`, { region: "" })],
    parameters: { awsServiceName: service, suffix },
    conditions: { "iam:AWSServiceName": service },
  };
  aws.call(request, () => {
    refuseUnless(isServicePrincipal(service), protectedRoleRules.service, service);
    refuseIf(suffix !== null && known?.suffix !== true, protectedRoleRules.suffix, service);
    refuseIf(findRole(aws, name), protectedRoleRules.duplicate, name);
  });
  const byService = aws.as(servicePrincipal(service, aws.account));
  const trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
  const role = createRole(byService, { name, path, description, trustPolicy, tags });
  return known?.policy === undefined ? role : attachRolePolicy(byService, name, known.policy);
}

/**
 * What a service does on its first use in an account: it makes its service-linked role, by the right of the caller. The role
 * belongs to the account and outlives the stack that happened to come first.
 */
export function ensureServiceLinkedRole(aws: Aws, service: string): Role {
  const existing = findRole(aws, serviceLinkedRoles[service]?.name ?? fallbackName(service));
  if (existing) return existing;
  aws.world.commit(aws.actor);
  const { world, principal, account, region, partition } = aws;
  const actor = { ...aws.actor, stack: "onboarding" };
  return createServiceLinkedRole(new Aws({ world, principal, account, region, partition, actor }), { service });
}

function fallbackName(service: string): string {
  const words = service.replace(/\.amazonaws\.com.*$/, "").split(/[-.]/);
  return `AWSServiceRoleFor${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
}

/** `aws_iam_service_linked_role`. */
export const serviceLinkedRole: ResourceType<Aws> = {
  type: "aws_iam_service_linked_role",
  label: "IAM Service Linked Role",

  create({ client, input }) {
    const role = createServiceLinkedRole(client, {
      service: text(input, "aws_service_name"),
      suffix: textOrNull(input, "custom_suffix"),
      description: text(input, "description"),
      tags: tagsOf(input.tags_all),
    });
    return shown(role, input);
  },

  read({ client, state }) {
    const arn = text(state, "id");
    const found = client.call({ action: "iam:GetRole", resources: [arn] }, () => findRole(client, nameOf(arn)));
    return found?.arn === arn ? shown(found, state) : null;
  },

  update({ client, input, state, changed }) {
    const name = nameOf(text(state, "id"));
    if (changed("description")) {
      const description = text(input, "description");
      client.call({ action: "iam:UpdateRole", resources: [text(state, "id")] }, () => {
        const role = findRole(client, name);
        refuseUnless(role, entityRules.notFound, "role", name);
        client.globalTable<Role>(iamTables.role).put(role.name, { ...role, description });
      });
    }
    if (changed("tags_all")) {
      tagRole(client, name, tagsOf(state.tags_all), tagsOf(input.tags_all));
    }
    return {};
  },

  delete({ client, state }) {
    const arn = text(state, "id");
    const service = serviceOf(arn);
    const resources = [arn];
    client.call({ action: "iam:DeleteServiceLinkedRole", resources }, () => undefined);
    const uses = serviceLinkedRoleUses(client, service);
    client.call({ action: "iam:GetServiceLinkedRoleDeletionStatus", resources }, () => {
      if (uses.length === 0) client.globalTable<Role>(iamTables.role).delete(nameOf(arn));
    });
    if (uses.length > 0) {
      throw new ProviderError(
        `deleting IAM Service Linked Role (${arn}): the role is used by ${uses.join(", ")}`,
        "Delete the resources that use the role first.",
      );
    }
  },

  import: (_call, id) => (id.includes(":role/aws-service-role/") ? { id } : null),
};

function shown(held: Role, state: Values): Values {
  const service = serviceOf(held.arn);
  const underscore = held.name.indexOf("_");
  return {
    id: held.arn,
    arn: held.arn,
    name: held.name,
    path: held.path,
    unique_id: held.uniqueId,
    create_date: rfc3339(held.createDate),
    aws_service_name: service,
    custom_suffix: shownText(state, "custom_suffix", underscore < 0 ? null : held.name.slice(underscore + 1)),
    description: shownText(state, "description", held.description),
    tags_all: held.tags,
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function serviceOf(arn: string): string {
  return arn.split("/")[2] ?? "";
}
