import type { StackConfig } from "../../../.gen/spacelift/stack.js";
import type { Organization } from "../../configuration/organization.ts";
import { openTofu } from "../../configuration/versions.ts";

/** What every stack has in common: the repository, the engine, and what of it leaves Spacelift's workers. */
export function stackDefaults({
  versionControl,
}: Pick<Organization, "versionControl">): Pick<
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
    opentofu: { version: openTofu.version, workflowTool: "OPENTOFU" },
    // No output that is handed over is a secret.
    enableSensitiveOutputsUpload: false,
    enableWellKnownSecretMasking: true,
  };
}

/** Triggers for a project root: everything below it. Without wildcards a glob would match no file at all. */
export function globsBelow(projectRoot: string): string[] {
  return [`${projectRoot}/**`];
}
