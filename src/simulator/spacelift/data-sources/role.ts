import type { DataSource } from "../../planning/resource-type.ts";
import { refuse, refuseUnless } from "../../rule.ts";
import { mayDo } from "../authorise.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { groupValues } from "../resources/idp-group-mapping.ts";
import { roleValues } from "../resources/role.ts";
import { userValues } from "../resources/user.ts";
import { lookupRules as rules } from "../rules/lookup.ts";

/** A role by ULID or slug; only administrators of `root` see roles. */
export const roleData: DataSource<Spacelift> = {
  type: "spacelift_role",
  read({ client }, config) {
    const id = text(config.role_id);
    const slug = text(config.slug);
    refuseUnless(id || slug, rules.roleUnnamed);
    refuseUnless(mayDo(client, { action: "SPACE_ADMIN", space: "root" }), rules.rolesHidden);
    const found =
      client.table("role").find((role) => (id ? role.id === id : role.slug === slug)) ??
      refuse(rules.notFound, id ? `role with ID ${id}` : `role with name ${slug}`);
    return { ...roleValues(found), role_id: found.id, is_system: found.isSystem };
  },
};

export const idpGroupMappingData: DataSource<Spacelift> = {
  type: "spacelift_idp_group_mapping",
  read({ client }, config) {
    const found = client.table("idp-group-mapping").find(({ name }) => name === text(config.name));
    return groupValues(found ?? refuse(rules.notFound, "IdP group mapping"));
  },
};

export const userData: DataSource<Spacelift> = {
  type: "spacelift_user",
  read({ client }, config) {
    const found = client.table("user").find(({ username }) => username === text(config.username));
    return userValues(found ?? refuse(rules.notFound, "user"));
  },
};
