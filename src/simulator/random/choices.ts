import { ProviderError } from "../planning/diagnostics.ts";
import { inStateOnly } from "../planning/in-state-only.ts";
import { number, text, texts } from "../planning/input.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import { draw, drawSeeded, type RandomClient } from "./client.ts";
import { adjectives, adverbs, animals } from "./pet-words.ts";
import type { RandomStream } from "./stream.ts";

/** An integer; with a `seed` always the same one, but not the one that the provider's generator would draw. */
export const randomInteger: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_integer",
  label: "Random Integer",
  create({ client, input }) {
    const [least, most] = [number(input, "min", 0), number(input, "max", 0)];
    if (most < least) {
      throw new ProviderError(
        "Create Random Integer Error",
        "The minimum (min) value needs to be smaller than or equal to maximum (max) value.",
      );
    }
    const result = least + drawSeeded(client, "random_integer", input).below(most - least + 1);
    return { id: String(result), result };
  },
  import(_, id) {
    const parts = /^(-?\d+),(-?\d+),(-?\d+)(?:,(.*))?$/.exec(id);
    if (!parts) return null;
    const [, result = "", min = "", max = "", seed] = parts;
    return { id: result, result: Number(result), min: Number(min), max: Number(max), seed: seed ?? null };
  },
};

export const randomShuffle: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_shuffle",
  label: "Random Shuffle",
  create({ client, input }) {
    const items = texts(input.input);
    const count = items.length === 0 ? 0 : number(input, "result_count", items.length);
    return { id: "-", result: repeated(items, count, drawSeeded(client, "random_shuffle", input)) };
  },
};

/** As many items as asked for, from one permutation after another. */
function repeated(items: readonly string[], count: number, stream: RandomStream): string[] {
  const result: string[] = [];
  while (result.length < count) result.push(...stream.shuffled(items));
  return result.slice(0, count);
}

export const randomPet: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_pet",
  label: "Random Pet",
  create({ client, input }) {
    const stream = draw(client, "random_pet", input);
    const separator = typeof input.separator === "string" ? input.separator : "-";
    const words = petWords(number(input, "length", 2), stream).join(separator);
    const prefix = text(input, "prefix");
    return { id: prefix === "" ? words : `${prefix}${separator}${words}` };
  },
};

/** An animal, an adjective before it, adverbs before that. */
function petWords(length: number, stream: RandomStream): string[] {
  return Array.from({ length }, (_, index) => {
    const words = index === length - 1 ? animals : index === length - 2 ? adjectives : adverbs;
    return words[stream.below(words.length)] ?? "";
  });
}
