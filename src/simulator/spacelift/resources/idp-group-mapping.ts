import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text, textOrNull } from "../input.ts";
import type { GroupMapping } from "../records/account.ts";
import { removeBindings } from "../removal.ts";
import { peopleRules as rules } from "../rules/people.ts";
import { checkSpacePolicies, spacePoliciesOf, spacePolicyValues } from "../space-policies.ts";

export const idpGroupMapping: ResourceType<Spacelift> = {
  type: "spacelift_idp_group_mapping",
  label: "IdP group mapping",
  create({ client, input }) {
    const groups = client.table("idp-group-mapping");
    const name = text(input.name);
    const request = { attempt: `create IdP group mapping ${name}`, space: "root" };
    return client.call({ operation: "managedUserGroupCreate", ...request }, () => {
      const policies = spacePoliciesOf(input.policy);
      checkSpacePolicies(client, policies);
      refuseIf(
        groups.find((other) => other.name === name),
        rules.groupTaken,
        name,
      );
      const id = client.ulid("idp-group-mapping", name);
      groups.put(id, { id, name, description: textOrNull(input.description), policies });
      return { id };
    });
  },
  read({ client, state }) {
    const found = client.table("idp-group-mapping").get(text(state.id));
    return found ? groupValues(found) : null;
  },
  update({ client, state, input }) {
    const id = text(state.id);
    client.call({ operation: "managedUserGroupUpdate", space: "root", resources: [id] }, () => {
      const policies = spacePoliciesOf(input.policy);
      checkSpacePolicies(client, policies);
      const description = textOrNull(input.description);
      client.table("idp-group-mapping").put(id, { id, name: text(state.name), description, policies });
    });
    return {};
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "managedUserGroupDelete", space: "root", resources: [id] }, () => {
      removeBindings(client, "IDP", id);
      client.table("idp-group-mapping").delete(id);
    });
  },
};

/** A group as attributes. */
export function groupValues({ id, name, description, policies }: GroupMapping): Values {
  return { id, name, description, policy: spacePolicyValues(policies) };
}
