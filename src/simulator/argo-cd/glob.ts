const compiled = new Map<string, RegExp>();

/** True when a text matches a pattern with `*`, `?`, `[…]` and `{a,b}`; a star takes slashes too, as in Argo CD. */
export function matchesGlob(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^${toExpression(pattern)}$`);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

function toExpression(pattern: string): string {
  let depth = 0;
  return pattern.replace(/\*+|\?|\[[^\]]*\]|[{},]|[.+^$()|\\/]/g, (part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (part.startsWith("[")) return part.replace("[!", "[^");
    if (part === "{") {
      depth += 1;
      return "(?:";
    }
    if (part === "}" && depth > 0) {
      depth -= 1;
      return ")";
    }
    if (part === ",") return depth > 0 ? "|" : ",";
    return `\\${part}`;
  });
}
