import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { ProviderError } from "../planning/diagnostics.ts";
import { text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";

/** The files below the folder in which the engine works. The provider's own process is elsewhere, so every path is resolved here. */
export class Files {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  resolve(path: string): string {
    return resolve(this.folder, path);
  }

  /** @throws ProviderError when the file cannot be read */
  read(path: string): Buffer {
    try {
      return readFileSync(this.resolve(path));
    } catch (error) {
      throw failed("Read local file error", "reading the file", error);
    }
  }

  /** The content, or undefined when there is no such file. */
  find(path: string): Buffer | undefined {
    return existsSync(this.resolve(path)) ? this.read(path) : undefined;
  }

  /** @throws ProviderError when the path lies outside of the working folder, or cannot be written */
  write(path: string, content: Buffer, mode: { readonly file: number; readonly folder: number }): void {
    const place = this.#inside(path);
    try {
      mkdirSync(dirname(place), { recursive: true, mode: mode.folder });
      writeFileSync(place, content, { mode: mode.file });
    } catch (error) {
      throw failed("Create local file error", "writing the file", error);
    }
  }

  remove(path: string): void {
    rmSync(this.#inside(path), { force: true });
  }

  isFolder(path: string): boolean {
    const place = this.resolve(path);
    if (!existsSync(place)) return false;
    if (statSync(place).isDirectory()) return true;
    throw new ProviderError(`Invalid file mode detected: ${JSON.stringify(path)} was found, but is not a directory`);
  }

  /** The absolute path, if it stays in the working folder once symbolic links are followed. */
  #inside(path: string): string {
    const place = this.resolve(path);
    const step = relative(realpathSync(this.folder), realPathOf(place));
    if (step !== ".." && !step.startsWith(`..${sep}`) && !isAbsolute(step)) return place;
    throw new ProviderError(
      "Refused to write outside of the working folder",
      `${place} is not below ${this.folder}. A rehearsal leaves everything else on this machine alone.`,
      ["filename"],
    );
  }
}

/** The real path of something that may not exist yet. */
function realPathOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : resolve(realPathOf(parent), relative(parent, path));
}

/** The bytes that one of `content`, `sensitive_content`, `content_base64` and `source` gives. */
export function contentOf(input: Values, files: Files): Buffer {
  if (typeof input.content_base64 === "string") return Buffer.from(input.content_base64, "base64");
  if (typeof input.source === "string") return files.read(input.source);
  return Buffer.from(text(input, typeof input.sensitive_content === "string" ? "sensitive_content" : "content"));
}

/** The id and checksums of a content. */
export function checksums(content: Buffer): Values {
  const hash = (algorithm: string) => createHash(algorithm).update(content).digest();
  const [sha1, sha256, sha512] = [hash("sha1"), hash("sha256"), hash("sha512")];
  return {
    id: sha1.toString("hex"),
    content_md5: hash("md5").toString("hex"),
    content_sha1: sha1.toString("hex"),
    content_sha256: sha256.toString("hex"),
    content_base64sha256: sha256.toString("base64"),
    content_sha512: sha512.toString("hex"),
    content_base64sha512: sha512.toString("base64"),
  };
}

function failed(summary: string, what: string, error: unknown): ProviderError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ProviderError(summary, `An unexpected error occurred while ${what}\n\nOriginal Error: ${reason}`);
}
