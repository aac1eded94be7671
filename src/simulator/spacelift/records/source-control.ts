/** Where a repository is hosted. */
export type VcsProvider =
  | "GITHUB"
  | "GITHUB_ENTERPRISE"
  | "GITLAB"
  | "BITBUCKET_CLOUD"
  | "BITBUCKET_DATACENTER"
  | "AZURE_DEVOPS"
  | "GIT"
  | "SHOWCASE";

/** A connection to a source-control provider. */
export interface VcsIntegration {
  readonly id: string;
  readonly name: string;
  readonly provider: VcsProvider;
  readonly isDefault: boolean;
  readonly spaceId: string;
  readonly apiHost: string;
}

/** Where a project's source lives. */
export interface SourceControl {
  readonly provider: VcsProvider;
  /** Empty: the account's default integration of that provider. */
  readonly integrationId: string;
  /** GitHub organisation, GitLab group, Azure DevOps project … */
  readonly namespace: string;
  /** Raw Git only. */
  readonly url: string;
}
