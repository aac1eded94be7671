import { ProviderError } from "../planning/diagnostics.ts";
import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { EphemeralResource, ResourceType } from "../planning/resource-type.ts";
import { bcrypt } from "./bcrypt.ts";
import { draw, type RandomClient } from "./client.ts";
import { checkRules, defaultRules, importedRules, planNumeric, textByRules, upgradedRules } from "./password-rules.ts";
import { RandomStream } from "./stream.ts";

/** Rounds of the provider's bcrypt hash, as a logarithm. */
const bcryptCost = 10;

/**
 * The same for a password that is opened: the least that bcrypt allows, so that the hash verifies but a run does not spend seconds on
 * hashes that hardly any configuration reads. The real provider takes 10.
 */
const ephemeralBcryptCost = 4;

export const randomPassword: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_password",
  label: "Random Password",
  validate: checkRules,
  plan: planNumeric,
  create({ client, input }) {
    const result = textByRules(input, draw(client, "random_password", input));
    return { id: "none", result, bcrypt_hash: hashOf(result) };
  },
  import: (_, id) => ({ ...importedRules(id), id: "none", bcrypt_hash: hashOf(id) }),
  upgrade: (_, state) => ({ ...upgradedRules(state), bcrypt_hash: state.bcrypt_hash ?? hashOf(text(state, "result")) }),
};

export const randomString: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_string",
  label: "Random String",
  validate: checkRules,
  plan: planNumeric,
  create({ client, input }) {
    const result = textByRules(input, draw(client, "random_string", input));
    return { id: result, result };
  },
  import: (_, id) => ({ ...importedRules(id), id }),
  upgrade: (_, state) => upgradedRules(state),
};

/** Another password every time it is opened. */
export const ephemeralPassword: EphemeralResource<RandomClient> = {
  type: "random_password",
  open({ client }, config) {
    const [problem] = checkRules(config);
    if (problem) throw new ProviderError(problem.summary, problem.detail, problem.attribute);
    const given = Object.entries(config).filter(([, value]) => value !== null);
    const rules = { ...defaultRules, ...Object.fromEntries(given) };
    const result = textByRules(rules, draw(client, "ephemeral/random_password", rules));
    return { ...rules, result, bcrypt_hash: hashOf(result, ephemeralBcryptCost) };
  },
};

/** The salt is drawn from the password, so that the hash is reproducible as well. */
function hashOf(password: string, cost = bcryptCost): string {
  return bcrypt(password, new RandomStream(`bcrypt ${password}`).bytes(16), cost);
}
