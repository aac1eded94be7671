/** A test for text against a pattern in which `*` stands for any run of characters and `?` for one. */
export function glob(pattern: string, flags = ""): (text: string) => boolean {
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) {
    if (flags.includes("i")) {
      const lower = pattern.toLowerCase();
      return (text) => text.toLowerCase() === lower;
    }
    return (text) => text === pattern;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return (text) => expression.test(text);
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
