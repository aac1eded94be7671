import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { knownActions } from "../actions.ts";
import type { Spacelift } from "../client.ts";
import { text, textOrNull, texts } from "../input.ts";
import type { Role } from "../records/role.ts";
import { removeWhere } from "../removal.ts";
import { roleRules as rules } from "../rules/role.ts";
import { slugOf } from "../slug.ts";

export const role: ResourceType<Spacelift> = {
  type: "spacelift_role",
  label: "role",
  create({ client, input }) {
    const roles = client.table("role");
    const slug = slugOf(text(input.name));
    checkActions(input);
    return client.call({ operation: "roleCreate", space: "root", resources: [slug] }, () => {
      refuseIf(
        roles.find((other) => other.slug === slug),
        rules.slugTaken,
      );
      const id = client.ulid("role", slug);
      roles.put(id, { id, slug, isSystem: false, ...settingsOf(input) });
      return { id, slug };
    });
  },
  read({ client, state }) {
    const found = client.table("role").get(text(state.id));
    return found ? roleValues(found) : null;
  },
  update({ client, state, input }) {
    checkActions(input);
    client.call({ operation: "roleUpdate", space: "root", resources: [text(state.id)] }, () => {
      const found = changeable(client, text(state.id));
      client.table("role").put(found.id, { ...found, ...settingsOf(input) });
    });
    return {};
  },
  delete({ client, state }) {
    client.call({ operation: "roleDelete", space: "root", resources: [text(state.id)] }, () => {
      const { id } = changeable(client, text(state.id));
      removeWhere(client, "role-binding", ({ roleId }) => roleId === id);
      client.table("role").delete(id);
    });
  },
};

/** A role as attributes. */
export function roleValues(found: Role): Values {
  return {
    id: found.id,
    slug: found.slug,
    name: found.name,
    description: found.description,
    actions: found.actions,
  };
}

function settingsOf(input: Values): Pick<Role, "name" | "description" | "actions"> {
  return {
    name: text(input.name),
    description: textOrNull(input.description),
    actions: texts(input.actions),
  };
}

/** The provider looks every action up before it asks for anything. */
function checkActions(input: Values): void {
  for (const action of texts(input.actions)) {
    refuseUnless(knownActions.includes(action), rules.unknownAction, action, knownActions);
  }
}

function changeable(client: Spacelift, id: string): Role {
  const found = client.table("role").get(id);
  refuseUnless(found, rules.notFound, id);
  refuseIf(found.isSystem, rules.system, found.slug);
  return found;
}
