import type { Behaviour, Block } from "./schema.ts";

/**
 * True for a type of the newer plugin generation, the framework. Where the tables do not say, the `id` tells: the older
 * generation declares it optional for every type, the newer one computed only.
 */
export function isFramework(block: Block, { kind }: Behaviour): boolean {
  if (kind !== undefined) return kind !== "sdkv2";
  return block.attributes?.id?.optional !== true;
}
