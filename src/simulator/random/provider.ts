import { instant } from "../planning/in-state-only.ts";
import type { Service } from "../planning/service.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { randomInteger, randomPet, randomShuffle } from "./choices.ts";
import type { RandomClient } from "./client.ts";
import { ephemeralBytes, randomBytes, randomId, randomUuids } from "./identifiers.ts";
import { ephemeralPassword, randomPassword, randomString } from "./password.ts";

const resources = [
  randomBytes,
  randomId,
  randomInteger,
  randomPassword,
  randomPet,
  randomShuffle,
  randomString,
  ...randomUuids,
];

/** The provider `hashicorp/random`, drawing from the world's seed. */
export function randomProvider(world: World, actor: Actor): Service<RandomClient> {
  return {
    provider: "random",
    sources: ["hashicorp/random"],
    resources,
    dataSources: [],
    ephemeralResources: [ephemeralBytes, ephemeralPassword],
    functions: [],
    durations: instant(resources),
    configure: () => ({ world, actor }),
  };
}
