/** An expression in the engine's language, as the value of an argument. */
export function expression(text: string): string {
  return `\${${text}}`;
}

/** Text as the engine is to see it: what would begin an expression or a directive in it is escaped. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
