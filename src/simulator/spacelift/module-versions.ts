import { compare } from "semver";

/**
 * The version behind which a new number would leave a gap: a patch, minor or major number follows the one below it. Null when there
 * is none, as for the first version of a module.
 */
export function gapBehind(number: string, existing: readonly string[]): string | null {
  const below = existing
    .filter((other) => compare(other, number) < 0)
    .sort(compare)
    .at(-1);
  if (below === undefined) return null;
  const [major, minor, patch] = partsOf(number);
  const [lowerMajor, lowerMinor, lowerPatch] = partsOf(below);
  const follows =
    major === lowerMajor
      ? minor === lowerMinor
        ? patch === lowerPatch + 1
        : minor === lowerMinor + 1 && patch === 0
      : major === lowerMajor + 1 && minor === 0 && patch === 0;
  return follows ? null : below;
}

function partsOf(number: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = number.split(".").map(Number);
  return [major, minor, patch];
}
