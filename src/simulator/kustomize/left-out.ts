import type { LeftOut } from "../rule.ts";

/** Facts of kustomize that are not enforced. */
export const kustomizeLeftOut: readonly LeftOut[] = [
  {
    id: "kustomize/replacements",
    reason: "Replacements, transformers and generators of plugins are refused as unknown fields.",
  },
  {
    id: "kustomize/hash-suffix",
    reason: "Suffixes of generated names depend on the data, but are not those of kustomize.",
  },
];
