/** Text as the engine is to see it: what would begin an expression or a directive in it is escaped. */
export function literal(text: string): string {
  return text.replaceAll("${", "$${").replaceAll("%{", "%%{");
}
