/** Files of a folder at one revision: path below the folder, with forward slashes, to text. */
export interface Checkout {
  /** Commit id, 40 hex digits. */
  readonly commit: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Git repositories by address, as controllers in a cluster reach them. */
export interface Repositories {
  /**
   * The files below a folder of a repository at a branch, tag or commit.
   *
   * @returns a text that says what is wrong, in the words of git, when the repository or revision is not there
   */
  checkout(url: string, revision: string, folder: string): Checkout | string;
}

/** No repository at all. */
export const noRepositories: Repositories = {
  checkout: (url) => `failed to list refs: repository not found: ${url}`,
};
