import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Checkout, Repositories } from "../kubernetes/repositories.ts";
import { normalAddress } from "./address.ts";
import { filesAt, resolveRevision } from "./commits.ts";
import { WorkingTree } from "./working-tree.ts";

/** A folder that stands for a git repository. */
interface LocalRepository {
  /** Address by which manifests name it; `.git` and the protocol do not matter. */
  readonly url: string;
  /** Root of the checkout. */
  readonly folder: string;
  /** The branch that is served from the working tree as it is; also what `HEAD` means. */
  readonly branch: string;
}

/**
 * Git repositories that are local checkouts. The tracked branch is the working tree; other branches, tags and commits are read
 * through git, if the folder is a git repository. Nothing is ever written or fetched.
 */
export class LocalRepositories implements Repositories {
  readonly #repositories: ReadonlyMap<string, LocalRepository & { readonly tree: WorkingTree }>;
  readonly #commits = new Map<string, Checkout>();

  constructor(repositories: readonly LocalRepository[]) {
    this.#repositories = new Map(
      repositories.map((one) => [normalAddress(one.url), { ...one, tree: new WorkingTree(one.folder) }]),
    );
  }

  checkout(url: string, revision: string, folder: string): Checkout | string {
    const repository = this.#repositories.get(normalAddress(url));
    if (!repository) return `failed to list refs: repository not found: ${url}`;
    const path = normalFolder(folder);
    if (path === undefined) return `${folder}: app path is outside root`;
    if (revision === "" || revision === "HEAD" || revision === repository.branch) {
      const present = statSync(join(repository.folder, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
      return present ? repository.tree.checkout(path) : { commit: "0".repeat(40), files: new Map() };
    }
    const commit = existsSync(join(repository.folder, ".git"))
      ? resolveRevision(repository.folder, revision)
      : undefined;
    if (commit === undefined) return `unable to resolve '${revision}' to a commit SHA`;
    const key = `${repository.folder} ${commit} ${path}`;
    const known = this.#commits.get(key) ?? filesAt(repository.folder, commit, path);
    this.#commits.set(key, known);
    return known;
  }
}

/** The folder without `.` and slashes around; undefined when it leads out of the repository. */
function normalFolder(folder: string): string | undefined {
  const path = posix.normalize(`./${folder}`).replace(/\/+$/, "");
  if (path === ".") return "";
  return path.startsWith("..") ? undefined : path;
}
