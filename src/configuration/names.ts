import { createHash } from "node:crypto";

/**
 * A name that fits a limit: as it is, or cut and ended with eight digits of its hash, so that two long names stay different and the
 * same name stays the same.
 *
 * @param limit longest name that the service takes, in characters
 */
export function limitedName(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, limit - digits.length - 1)}-${digits}`;
}

/**
 * The id that Spacelift makes of a name: without accents, lower case, every run of other characters but underscores as one hyphen,
 * at most 256 characters. Source: spacelift-io/spacelift-operator, which predicts it with the library gosimple/slug.
 */
export function slug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'"’]/g, "")
    .replace(/[&@]/g, (sign) => (sign === "&" ? " and " : " at "))
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "")
    .slice(0, 256);
}

/** The known word that is nearest to a mistyped one; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein distance. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current[column] = Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
