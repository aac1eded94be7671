import type { Value, Values } from "../planning/values.ts";
import { refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import { blocks, text } from "./input.ts";
import type { SpacePolicy } from "./records/account.ts";
import { accessRules } from "./rules/access.ts";
import { spacesOf } from "./usage.ts";

/** The `policy` blocks of a person or group. */
export function spacePoliciesOf(value: Value | undefined): readonly SpacePolicy[] {
  return blocks(value).map(({ space_id, role }) => ({ spaceId: text(space_id), role: text(role) }));
}

export function spacePolicyValues(policies: readonly SpacePolicy[]): readonly Values[] {
  return policies.map(({ spaceId, role }) => ({ space_id: spaceId, role }));
}

/** Refuses policies for spaces that do not exist. */
export function checkSpacePolicies(client: Spacelift, policies: readonly SpacePolicy[]): void {
  for (const { spaceId } of policies) refuseUnless(spacesOf(client).get(spaceId), accessRules.unknownSpace, spaceId);
}
