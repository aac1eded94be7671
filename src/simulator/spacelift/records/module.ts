import type { SourceControl } from "./source-control.ts";

/** A module of the registry; its id is `terraform-<provider>-<name>`. */
export interface Module {
  /** `terraform-<provider>-<name>`. */
  readonly id: string;
  readonly name: string;
  readonly terraformProvider: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly sourceControl: SourceControl;
  readonly repository: string;
  readonly branch: string;
  readonly projectRoot: string | null;
  readonly gitSparseCheckoutPaths: readonly string[];
  readonly labels: readonly string[];
  readonly administrative: boolean;
  readonly enableLocalPreview: boolean;
  readonly protectFromDeletion: boolean;
  readonly isPublic: boolean;
  readonly runnerImage: string | null;
  readonly workerPoolId: string | null;
  readonly workflowTool: string;
  readonly sharedAccounts: readonly string[];
  readonly spaceShares: readonly string[];
}

/** A version of a module. */
export interface ModuleVersion {
  readonly id: string;
  readonly moduleId: string;
  /** `major.minor.patch`. */
  readonly number: string;
  readonly commit: string | null;
  readonly state: "ACTIVE" | "FAILED" | "PENDING";
}
