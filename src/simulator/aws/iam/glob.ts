/** A test for text against a pattern in which `*` stands for any run of characters and `?` for one. */
export function glob(pattern: string, { ignoreCase = false } = {}): (text: string) => boolean {
  if (pattern === "*") return () => true;
  if (ignoreCase) {
    const lower = glob(pattern.toLowerCase());
    return (text) => lower(text.toLowerCase());
  }
  if (/[*?]/.test(pattern)) return (text) => matches(pattern, text);
  const wanted = Array.from(pattern, (character) => literals.get(character) ?? character).join("");
  return (text) => text === wanted;
}

/** Stand in a pattern for characters that are no wildcards there. */
const literals: ReadonlyMap<string, string> = new Map([
  ["\uE000", "*"],
  ["\uE001", "?"],
]);

/** A text as a part of a pattern that fits this very text, whatever its characters mean in patterns. */
export function literally(text: string): string {
  return text.replaceAll("*", "\uE000").replaceAll("?", "\uE001");
}

/** Takes as little as it can for a `*`, and more whenever what follows does not fit: never worse than length times length. */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let taken = 0;
  while (next < text.length) {
    if (pattern[at] === "*") {
      star = at;
      taken = next;
      at += 1;
    } else if (at < pattern.length && fits(pattern[at] ?? "", text[next] ?? "")) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      taken += 1;
      next = taken;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

function fits(wanted: string, character: string): boolean {
  return wanted === "?" || wanted === character || literals.get(wanted) === character;
}

/** True when both are ARNs of six parts and each part of the second, as a pattern, fits that of the first. */
export function arnMatches(arn: string, pattern: string): boolean {
  if (pattern === "*") return true;
  const parts = sixParts(arn);
  const patterns = sixParts(pattern);
  if (!parts || !patterns) return false;
  return patterns.every((part, index) => glob(part)(parts[index] ?? ""));
}

function sixParts(text: string): string[] | undefined {
  const parts = text.split(":");
  if (parts.length < 6) return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
