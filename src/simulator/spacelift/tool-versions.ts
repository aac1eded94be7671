import { satisfies, valid, validRange } from "semver";

/** Tools of `spacelift_tool_versions`, and the last patch release of every minor version on offer, oldest first. */
const catalogue = {
  OPEN_TOFU: ["1.6.3", "1.7.10", "1.8.11", "1.9.4", "1.10.9", "1.11.9", "1.12.6"],
  TERRAFORM_FOSS: ["0.12.31", "0.13.7", "0.14.11", "0.15.5", "1.0.11", "1.1.9", "1.2.9", "1.3.10", "1.4.7", "1.5.7"],
  TERRAGRUNT: ["0.55.21", "0.56.5", "0.57.13", "0.58.14", "0.59.7", "0.67.16", "0.68.17", "0.69.13", "0.77.22"],
  KUBECTL: ["1.30.14", "1.31.14", "1.32.10", "1.33.6", "1.34.2"],
} as const;

export type Tool = keyof typeof catalogue;

/** The word for a tool in error messages. */
const words: Readonly<Record<Tool, string>> = {
  OPEN_TOFU: "OpenTofu",
  TERRAFORM_FOSS: "Terraform",
  TERRAGRUNT: "Terragrunt",
  KUBECTL: "kubectl",
};

/**
 * Every version on offer, newest first. Spacelift publishes its lists by API only, so these are the public releases; OpenTofu
 * starts at 1.6.0 and Terraform ends at 1.5.7, the last free release.
 */
export function offeredVersions(tool: Tool): readonly string[] {
  return catalogue[tool]
    .flatMap((last) => {
      const [major, minor, patch] = last.split(".");
      return Array.from({ length: Number(patch) + 1 }, (_, index) => `${major}.${minor}.${index}`);
    })
    .toReversed();
}

export function isTool(text: string): text is Tool {
  return text in catalogue;
}

/** The newest offered version that a constraint allows; null when none does. */
export function newestOffered(tool: Tool, constraint: string | null): string | null {
  const range = constraint === null ? "*" : rangeOf(constraint);
  return offeredVersions(tool).find((version) => range !== null && satisfies(version, range)) ?? null;
}

/** Whether a text is a version or a range of versions. */
export function isConstraint(text: string): boolean {
  return rangeOf(text) !== null;
}

/** The error of a constraint that no offered version satisfies. */
export function notOffered(tool: Tool, constraint: string): string {
  const versions = offeredVersions(tool);
  return `no supported ${words[tool]} version (${versions.at(-1)} - ${versions[0]}) satisfies constraints "${constraint}"`;
}

/** The range in npm's notation; blang/semver writes `&&` for a blank. */
function rangeOf(constraint: string): string | null {
  const trimmed = constraint.trim();
  if (trimmed === "") return null;
  return valid(trimmed) ?? validRange(trimmed.replace(/\s*(?:&&|,)\s*/g, " ").replace(/~>\s*(\d+\.\d+\.)/g, "~$1"));
}
