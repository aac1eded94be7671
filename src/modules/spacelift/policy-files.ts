import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../package-folder.ts";

/** The text of a plan policy from `policies/plan/`. */
export function planPolicyText(name: string): string {
  return readFileSync(join(packageFolder(), "policies", "plan", `${name}.rego`), "utf8");
}
