import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text, textOrNull } from "../input.ts";
import type { User } from "../records/account.ts";
import { removeBindings } from "../removal.ts";
import { peopleRules as rules } from "../rules/people.ts";
import { checkSpacePolicies, spacePoliciesOf, spacePolicyValues } from "../space-policies.ts";

export const user: ResourceType<Spacelift> = {
  type: "spacelift_user",
  label: "user mapping",
  create({ client, input }) {
    const users = client.table("user");
    const username = text(input.username);
    const request = { attempt: `create user mapping ${username}`, space: "root" };
    return client.call({ operation: "managedUserInvite", ...request }, () => {
      const policies = spacePoliciesOf(input.policy);
      checkSpacePolicies(client, policies);
      refuseIf(
        users.find((other) => other.username === username),
        rules.userTaken,
        username,
      );
      const id = client.ulid("user", username);
      users.put(id, { id, username, invitationEmail: textOrNull(input.invitation_email), policies });
      return { id };
    });
  },
  read({ client, state }) {
    const found = client.table("user").get(text(state.id));
    return found ? userValues(found) : null;
  },
  update({ client, state, input }) {
    const id = text(state.id);
    const request = { attempt: `update user mapping ${id}`, space: "root", resources: [id] };
    client.call({ operation: "managedUserUpdate", ...request }, () => {
      const policies = spacePoliciesOf(input.policy);
      checkSpacePolicies(client, policies);
      const invitationEmail = textOrNull(input.invitation_email);
      client.table("user").put(id, { id, username: text(input.username), invitationEmail, policies });
    });
    return {};
  },
  delete({ client, state }) {
    const id = text(state.id);
    const request = { attempt: `delete user mapping ${id}`, space: "root", resources: [id] };
    client.call({ operation: "managedUserDelete", ...request }, () => {
      removeBindings(client, "USER", id);
      client.table("user").delete(id);
    });
  },
};

/** A person as attributes. */
export function userValues({ id, username, invitationEmail, policies }: User): Values {
  return { id, username, invitation_email: invitationEmail, policy: spacePolicyValues(policies) };
}
