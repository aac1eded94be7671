import { Construct } from "constructs";
import { Role } from "../../../.gen/spacelift/role.js";
import { RoleAttachment } from "../../../.gen/spacelift/role-attachment.js";
import { Stack } from "../../../.gen/spacelift/stack.js";
import { slug } from "../../configuration/names.ts";
import type { Organization } from "../../configuration/organization.ts";
import { defaultOpenTofuVersion } from "../../configuration/versions.ts";
import { NamedScope } from "../named-scope.ts";
import { globsBelow, stackDefaults } from "./source-control.ts";
import { type WatchProps, watch } from "./watch.ts";

export interface AdministrativeStackProps extends Pick<WatchProps, "policyIds"> {
  readonly organization: Organization;
  readonly projectRoot: string;
}

/**
 * The stack that declares everything else in Spacelift, itself included. It is made by hand once and taken over by its import;
 * a role on the root space gives it what the withdrawn administrative flag gave. The space cannot be a lower one: policies,
 * contexts and integrations that all environments share live in root.
 */
export class AdministrativeStack extends Construct {
  constructor(scope: Construct, id: string, { organization, projectRoot, policyIds }: AdministrativeStackProps) {
    super(scope, id);
    const stack = new Stack(this, "administrative", {
      ...stackDefaults(organization, defaultOpenTofuVersion),
      name: organization.spacelift.rootStack,
      description: "Declares spaces, stacks, policies, contexts and integrations, this stack included",
      spaceId: "root",
      projectRoot,
      additionalProjectGlobs: globsBelow(projectRoot),
      labels: ["folder:administrative"],
      autodeploy: false,
      protectFromDeletion: true,
    });
    stack.importFrom(slug(organization.spacelift.rootStack));
    const role = new Role(this, "stack-admin", {
      name: "Stack admin",
      description: "Lets the administrative stack manage everything in the account",
      actions: ["SPACE_ADMIN"],
    });
    new RoleAttachment(this, "administrative-on-root", {
      roleId: role.id,
      stackId: stack.id,
      spaceId: "root",
    });
    watch(new NamedScope(this, "administrative-watch"), {
      stackId: stack.id,
      policyIds,
      driftSchedule: organization.spacelift.driftSchedule,
      reconcile: false,
    });
  }
}
