import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { EksStackError, exitCodes } from "../errors.ts";
import type { RenderedFiles } from "./render.ts";
import { isIntact } from "./seal.ts";

/** The folder that is rendered. */
const folder = "rendered";

/** Where the texts of files that were edited by hand are kept; git does not look there. */
const keptFolder = ".eks-stack/edited";

/**
 * What an engine, Argo CD or Flux would read, and so nobody but the rendering may put there; a lock file or a note is somebody
 * else's.
 */
const readByEngine = /\.((tf|tofu|tfvars)(\.json)?|ya?ml)$/;

/** A file below `rendered/` that is not what it should be. */
export interface Difference {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  /**
   * `stale`: as it was once rendered. `edited`: changed by hand since. `missing`: not there. `extra`: nothing renders it, or no
   * longer, and an engine would run it.
   */
  readonly kind: "stale" | "edited" | "missing" | "extra";
}

/** What writing did. */
export interface Written {
  /** Paths that were written or removed. */
  readonly changed: readonly string[];
  /** Those that somebody had edited or added by hand, to where their text is kept. */
  readonly kept: ReadonlyMap<string, string>;
}

/**
 * Compares `rendered/` with what it should be.
 *
 * @param root the repository
 * @returns what differs, sorted by path; nothing when all is fresh
 * @throws EksStackError ES0211 when the folder cannot be read
 */
export function checkRendered(root: string, files: RenderedFiles): Difference[] {
  return explained(() => differencesOf(root, files));
}

function differencesOf(root: string, files: RenderedFiles): Difference[] {
  const differing: Difference[] = [];
  for (const [path, text] of files) {
    const present = readText(join(root, path));
    if (present === text) continue;
    differing.push({ path, kind: present === undefined ? "missing" : isIntact(present) ? "stale" : "edited" });
  }
  const extra = filesForEngine(root)
    .filter((path) => !files.has(path))
    .map((path): Difference => ({ path, kind: "extra" }));
  return [...differing, ...extra].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Makes `rendered/` what it should be: writes what differs, each file in one step, and removes what nothing renders. The text of a
 * file that bears a change by hand is kept aside first.
 *
 * @param root the repository
 * @throws EksStackError ES0211 when the folder cannot be read or written
 */
export function writeRendered(root: string, files: RenderedFiles): Written {
  return explained(() => {
    const differences = differencesOf(root, files);
    const kept = new Map<string, string>();
    for (const { path, kind } of differences) {
      if (kind === "edited" || kind === "extra") keep(root, path, kept);
      const text = files.get(path);
      if (text === undefined) remove(root, path);
      else write(join(root, path), text);
    }
    return { changed: differences.map(({ path }) => path), kept };
  });
}

/** Does something with the folder; an error of the file system becomes one of eks-stack. */
function explained<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new EksStackError(
      {
        code: "ES0211",
        file: folder,
        problem: `The rendered files cannot be read or written: ${error instanceof Error ? error.message : String(error)}`,
        hint: `Make ${folder}/ a folder that you can write, with space left on its disk.`,
      },
      exitCodes.environment,
      { cause: error },
    );
  }
}

/** Paths below `rendered/` that an engine would read. */
function filesForEngine(root: string): string[] {
  const base = join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => readByEngine.test(name) && !parentPath.split(sep).includes(".terraform"))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => relative(root, join(parentPath, name)).split(sep).join("/"));
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Copies the text of a file aside, unless it is as it was rendered for a stack that is gone. */
function keep(root: string, path: string, kept: Map<string, string>): void {
  const text = readText(join(root, path)) ?? "";
  if (isIntact(text)) return;
  const copy = `${keptFolder}/${path}`;
  write(join(root, copy), text);
  kept.set(path, copy);
}

function write(path: string, text: string): void {
  const parent = dirname(path);
  if (!existsSync(parent)) mkdirSync(parent, { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

/** Removes a file, and the folders above it that it leaves empty. */
function remove(root: string, path: string): void {
  rmSync(join(root, path));
  for (let parent = dirname(path); parent !== folder; parent = dirname(parent)) {
    if (readdirSync(join(root, parent)).length > 0) return;
    rmdirSync(join(root, parent));
  }
}
