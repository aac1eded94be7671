import { rule } from "../../rule.ts";

/** Refusals about API keys, people and groups of an identity provider. */
export const peopleRules = {
  groupTaken: rule({
    id: "spacelift/group-mapping-name-taken",
    operation: "managedUserGroupCreate",
    code: "invalid",
    http: 200,
    message: (name: string) => `user group ${name} already exists for this account`,
    source: "PD:resources/idp_group_mapping.md (should be unique per account)",
  }),
  userTaken: rule({
    id: "spacelift/user-name-taken",
    operation: "managedUserInvite",
    code: "invalid",
    http: 200,
    message: (name: string) => `user ${name} already exists for this account`,
    source: "PD:resources/user.md",
  }),
};
