import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../kubernetes/repositories.ts";

/** Files that hold no manifests, and folders that git would not have. */
const passedOver = new Set([".git", "node_modules", ".terraform", ".eks-stack"]);

interface Read {
  /** Times and sizes of all files: unchanged when the files are. */
  readonly stamp: string;
  readonly checkout: Checkout;
}

/**
 * Folders of a working tree as they are at the moment, which may be what no commit holds. The commit id is a digest of the files.
 * A folder is read again only when the time or size of one of its files has changed.
 */
export class WorkingTree {
  readonly #root: string;
  readonly #read = new Map<string, Read>();

  constructor(root: string) {
    this.#root = root;
  }

  checkout(folder: string): Checkout {
    const entries = filesBelow(join(this.#root, folder), "");
    const stamp = entries.map(({ path, changed, size }) => `${path} ${changed} ${size}`).join("\n");
    const known = this.#read.get(folder);
    if (known?.stamp === stamp) return known.checkout;
    const files = new Map(
      entries.map(({ path }) => [path, readFileSync(join(this.#root, folder, path), "utf8")] as const),
    );
    const digest = createHash("sha1").update(folder);
    for (const [path, text] of files) digest.update(`\0${path}\0${text}`);
    const checkout = { commit: digest.digest("hex"), files };
    this.#read.set(folder, { stamp, checkout });
    return checkout;
  }
}

interface Entry {
  readonly path: string;
  readonly changed: number;
  readonly size: number;
}

/** All files below a folder, in the order of their names; none when it is not there. */
function filesBelow(folder: string, path: string): Entry[] {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: "utf8" });
  return entries
    .filter(({ name }) => !passedOver.has(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const below = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(join(folder, entry.name), below);
      if (!entry.isFile()) return [];
      const { mtimeMs, size } = statSync(join(folder, entry.name));
      return [{ path: below, changed: mtimeMs, size }];
    });
}
