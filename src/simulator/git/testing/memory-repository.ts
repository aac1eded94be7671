import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { Checkout, Repositories } from "../../kubernetes/repositories.ts";

/** One git repository in memory with one branch; tests change its files. */
export class MemoryRepository implements Repositories {
  readonly url = "https://github.com/acme/platform";
  readonly branch = "main";
  readonly #files = new Map<string, string>();
  /** How often something was read. */
  reads = 0;

  /** Puts a file: text as it is, objects as YAML documents. */
  write(path: string, ...content: readonly (string | object)[]): void {
    this.#files.set(path, content.map((one) => (typeof one === "string" ? one : stringify(one))).join("---\n"));
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  checkout(url: string, revision: string, folder: string): Checkout | string {
    this.reads += 1;
    if (url !== this.url) return `failed to list refs: repository not found: ${url}`;
    if (!["", "HEAD", this.branch].includes(revision)) return `unable to resolve '${revision}' to a commit SHA`;
    const begin = folder === "" || folder === "." ? "" : `${folder}/`;
    const files = new Map(
      [...this.#files].flatMap(([path, text]) => (path.startsWith(begin) ? [[path.slice(begin.length), text]] : [])),
    );
    const commit = createHash("sha1")
      .update(JSON.stringify([folder, ...files]))
      .digest("hex");
    return { commit, files };
  }
}
