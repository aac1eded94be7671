import type { Values } from "../planning/values.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { RandomStream } from "./stream.ts";

/** What the types of the random provider draw from. */
export interface RandomClient {
  readonly world: World;
  readonly actor: Actor;
}

/** Random bytes for what this configuration makes in this stack: reproducible, and others each time they are drawn. */
export function draw({ world, actor }: RandomClient, type: string, input: Values): RandomStream {
  return new RandomStream(world.ids.hex(64, type, { stack: actor.stack, input }));
}

/** Random bytes from the `seed` that the configuration gives, or drawn for it. */
export function drawSeeded(client: RandomClient, type: string, input: Values): RandomStream {
  return typeof input.seed === "string" && input.seed !== ""
    ? new RandomStream(`${type} ${input.seed}`)
    : draw(client, type, input);
}
