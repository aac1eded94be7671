import type { StackConfig } from "../../../.gen/spacelift/stack.js";
import type { Organization } from "../../configuration/organization.ts";

/**
 * What every stack has in common: the repository, the engine, and what of it leaves Spacelift's workers. The image of the runs is
 * Spacelift's own, which moves with its service and has no versions to pin.
 *
 * @param openTofuVersion exact version of the engine
 */
export function stackDefaults(
  { versionControl }: Pick<Organization, "versionControl">,
  openTofuVersion: string,
): Pick<
  StackConfig,
  | "githubEnterprise"
  | "repository"
  | "branch"
  | "opentofu"
  | "enableSensitiveOutputsUpload"
  | "enableWellKnownSecretMasking"
> {
  return {
    githubEnterprise: { id: versionControl.integration, namespace: versionControl.namespace },
    repository: versionControl.repository,
    branch: versionControl.branch,
    opentofu: { version: openTofuVersion, workflowTool: "OPENTOFU" },
    // No output that is handed over is a secret.
    enableSensitiveOutputsUpload: false,
    enableWellKnownSecretMasking: true,
  };
}

/** Triggers for a project root: everything below it. Without wildcards a glob would match no file at all. */
export function globsBelow(projectRoot: string): string[] {
  return [`${projectRoot}/**`];
}
