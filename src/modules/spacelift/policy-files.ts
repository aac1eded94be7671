import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The text of a plan policy from `policies/plan/`, seen from the sources and from the bundle alike. */
export function planPolicyText(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "policies", "plan")) && folder !== dirname(folder)) folder = dirname(folder);
  return readFileSync(join(folder, "policies", "plan", `${name}.rego`), "utf8");
}
