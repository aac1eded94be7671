import { createHash } from "node:crypto";

const note = "Rendered by eks-stack synth: change environments/ or src/ instead. sha256";

/** The first line of a YAML file. */
const comment = new RegExp(`^# ${note} ([0-9a-f]{64})\\n`);

/** The line behind the opening brace; the engine reads over the key `//`. */
const line = new RegExp(`^\\{\\n  "//": "${note} ([0-9a-f]{64})",\\n`);

/**
 * JSON text with a note behind its opening brace: who wrote it, and the checksum of the rest, by which an edit by hand is told from
 * what was rendered before.
 *
 * @param text an object with at least one key, indented by two spaces
 */
export function sealed(text: string): string {
  return text.replace("{\n", () => `{\n  "//": "${note} ${checksum(text)}",\n`);
}

/** YAML text below a comment with the same note. */
export function sealedYaml(text: string): string {
  return `# ${note} ${checksum(text)}\n${text}`;
}

/** True when a rendered text is as it was written, whatever it was rendered from. */
export function isIntact(text: string): boolean {
  const inComment = comment.exec(text)?.[1];
  if (inComment !== undefined) return inComment === checksum(text.replace(comment, ""));
  const stated = line.exec(text)?.[1];
  return stated !== undefined && stated === checksum(text.replace(line, () => "{\n"));
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
