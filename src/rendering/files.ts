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
import { dirname, join } from "node:path";
import { EksStackError, exitCodes } from "../errors.ts";
import type { RenderedFiles } from "./render.ts";

/** The folder that holds nothing but what is rendered. */
const folder = "rendered";

/** What rendering writes, and so may remove; a lock file or a note beside it is somebody else's. */
const ownName = "main.tf.json";

/**
 * Makes `rendered/` what it should be: writes what differs, each file in one step, and removes files of stacks that are gone.
 *
 * @param root the repository
 * @returns the paths that were written or removed
 * @throws EksStackError ES0211 when the folder cannot be written
 */
export function writeRendered(root: string, files: RenderedFiles): string[] {
  const changed = checkRendered(root, files);
  try {
    for (const path of changed) {
      const text = files.get(path);
      if (text === undefined) remove(root, path);
      else write(join(root, path), text);
    }
  } catch (error) {
    throw new EksStackError(
      {
        code: "ES0211",
        file: folder,
        problem: `The rendered files cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        hint: `Make ${folder}/ writable for you, with space left on its disk.`,
      },
      exitCodes.environment,
      { cause: error },
    );
  }
  return changed;
}

/**
 * Compares `rendered/` with what it should be.
 *
 * @returns the paths that are stale, missing, or left over from a stack that is gone, sorted; none when all is fresh
 */
export function checkRendered(root: string, files: RenderedFiles): string[] {
  const stale = [...files].filter(([path, text]) => readText(join(root, path)) !== text).map(([path]) => path);
  const leftOver = present(root).filter((path) => !files.has(path));
  return [...stale, ...leftOver].sort();
}

/** Paths of the files below `rendered/` that rendering once wrote. */
function present(root: string): string[] {
  const base = join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === ownName && !entry.parentPath.includes(".terraform"))
    .map((entry) => [folder, ...relativeParts(base, entry.parentPath), entry.name].join("/"));
}

function relativeParts(base: string, path: string): string[] {
  return path.slice(base.length).split(/[\\/]/).filter(Boolean);
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
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
