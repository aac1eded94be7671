import type { Values } from "../planning/values.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { RandomStream } from "./stream.ts";

/** What the types of the random provider draw from. */
export interface RandomClient {
  readonly world: World;
  readonly actor: Actor;
}

/**
 * Random bytes for what this configuration makes in this stack: reproducible, and others each time they are drawn, even when the
 * process is killed in between.
 */
export function draw({ world, actor }: RandomClient, type: string, input: Values): RandomStream {
  const seed = world.ids.hex(64, type, { stack: actor.stack, input });
  world.commit(actor);
  return new RandomStream(seed);
}

/** Random bytes from the `seed` that the configuration gives, or drawn for it. */
export function drawSeeded(client: RandomClient, type: string, input: Values): RandomStream {
  return typeof input.seed === "string" && input.seed !== ""
    ? new RandomStream(`${type} ${input.seed}`)
    : draw(client, type, input);
}
