import { ProviderError } from "../../planning/diagnostics.ts";
import type { PlanCall } from "../../planning/resource-type.ts";
import { isRecord, unknown, type Value, type Values } from "../../planning/values.ts";

/**
 * What the Auth0 provider itself refuses of a plan, before the tenant is asked. Source: `plan_errors` of
 * `schemas/auth0.behaviour.json`; words from general knowledge.
 */
export function checkGrant({ config }: PlanCall<unknown>): void {
  const { scopes = null, allow_all_scopes: all = null } = config;
  if (all === unknown || scopes === unknown) return;
  if (all === true && scopes !== null) {
    throw new ProviderError("scopes cannot be set together with allow_all_scopes = true", undefined, ["scopes"]);
  }
  if (all !== true && scopes === null) {
    throw new ProviderError("scopes must be set unless allow_all_scopes is true", undefined, ["scopes"]);
  }
}

/** Blocks that switch something off, and what says nothing beside it. */
const switches: Readonly<Record<string, readonly string[]>> = {
  authorization_details: ["type"],
  token_encryption: ["format", "encryption_key"],
  proof_of_possession: ["mechanism", "required"],
};

/** Keeps a block from switching something off and describing it at once. */
export function checkResourceServer({ config }: PlanCall<unknown>): void {
  for (const [block, names] of Object.entries(switches)) {
    for (const [index, one] of recordsOf(config[block] ?? null).entries()) {
      const given = names.filter((name) => isGiven(one[name] ?? null));
      if (one.disable !== true || given.length === 0) continue;
      throw new ProviderError(`${block}: disable = true cannot be used together with ${given.join(", ")}`, undefined, [
        block,
        index,
      ]);
    }
  }
}

function recordsOf(value: Value): readonly Values[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** `required = false` says what `disable` says; an empty list of blocks is none. */
function isGiven(value: Value): boolean {
  return value !== null && value !== unknown && value !== false && !(Array.isArray(value) && value.length === 0);
}
