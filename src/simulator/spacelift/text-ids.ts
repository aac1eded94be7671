/** Parts of a compound id such as `context/attachment`; what is left over stays in the last part. Missing parts are empty. */
export function splitId(id: string, parts: number): readonly string[] {
  const all = id.split("/");
  return [...all.slice(0, parts - 1), all.slice(parts - 1).join("/")];
}

/** The part behind the last slash. */
export function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
