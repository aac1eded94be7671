import { createRequire, SourceMap } from "node:module";
import { join } from "node:path";
import { types } from "node:util";
import { runInNewContext } from "node:vm";
import type { BuildFailure, Message } from "esbuild";
import { EksStackError, exitCodes, type Problem } from "../errors.ts";

/** How long all files may take to evaluate: plain data takes a few milliseconds. */
const defaultMilliseconds = 10_000;

/** How long one file may take when the one that takes too long is looked for. */
const aloneMilliseconds = 1_000;

/** What stands for the bundle in stack traces. */
const bundleName = "eks-stack-environments.js";
const framesInBundle = /eks-stack-environments\.js:(\d+):(\d+)/g;

interface Bundle {
  readonly code: string;
  readonly map: SourceMap;
  /** Files that import or export something; others, such as empty ones, have no default export. */
  readonly modules: ReadonlySet<string>;
}

/**
 * Transpiles TypeScript files in one go and takes each one's default export; undefined where there is none.
 *
 * @param files relative to the root; when one must be blamed for a failure without a place, the earlier ones are tried first
 * @throws EksStackError ES0162 with the file, and the line where it can be had
 */
export async function defaultExports(
  root: string,
  files: readonly string[],
  milliseconds: number = defaultMilliseconds,
): Promise<readonly unknown[]> {
  const bundle = await bundleOf(root, files);
  try {
    const exports = run(root, bundle, milliseconds);
    return files.map((file, index) => (bundle.modules.has(file) ? exports[`file${index}`]?.default : undefined));
  } catch (error) {
    const isInterrupted = codeOf(error) === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
    const place = placeIn(bundle, error) ?? (isInterrupted ? undefined : await failingAlone(root, files, milliseconds));
    throw new EksStackError(
      { code: "ES0162", file: place ?? "environments", ...wordsOf(error, milliseconds) },
      isInterrupted ? exitCodes.interrupted : exitCodes.invalid,
      { cause: error },
    );
  }
}

async function bundleOf(root: string, files: readonly string[]): Promise<Bundle> {
  const { build } = await import("esbuild");
  const contents = files.map((file, index) => `export * as file${index} from "./${file}";`).join("\n");
  const result = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    // A script, not a module: only a script can be stopped.
    format: "cjs",
    platform: "node",
    sourcemap: "external",
    outfile: join(root, bundleName),
    logLevel: "silent",
  }).catch((error: unknown) => {
    const errors = (error as Partial<BuildFailure>).errors ?? [];
    if (errors.length === 0) throw error;
    throw new EksStackError(
      errors.map((message) => problemOf(message, files)),
      exitCodes.invalid,
      { cause: error },
    );
  });
  const textOf = (suffix: string): string => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? "";
  const inputs = Object.entries(result.metafile.inputs);
  return {
    code: textOf(".js"),
    map: new SourceMap(JSON.parse(textOf(".map"))),
    modules: new Set(inputs.flatMap(([file, { format }]) => (format === "esm" ? [file] : []))),
  };
}

function problemOf({ text, location }: Message, files: readonly string[]): Problem {
  const isEntry = location?.file === "<stdin>";
  const place = isEntry ? files[location.line - 1] : location ? `${location.file}:${location.line}` : undefined;
  return {
    code: "ES0162",
    file: place ?? "environments",
    problem: text,
    hint: location?.lineText && !isEntry ? `The line reads: ${location.lineText.trim()}` : "Correct the file.",
  };
}

type Exports = Readonly<Record<string, { readonly default?: unknown } | undefined>>;

/** Runs a bundle in a context of its own, which can be stopped: what the files make is data, and data is the same in all contexts. */
function run(root: string, { code }: Bundle, milliseconds: number): Exports {
  const module: { exports: Exports } = { exports: {} };
  const known = { module, require: createRequire(join(root, bundleName)), process, console, URL };
  runInNewContext(code, known, { filename: bundleName, timeout: milliseconds, breakOnSigint: true });
  return module.exports;
}

/** File and line of the innermost call of an error's stack that lies in a file, as far as the error has a stack. */
function placeIn({ map }: Bundle, error: unknown): string | undefined {
  const stack = types.isNativeError(error) ? (error.stack ?? "") : "";
  for (const [, line, column] of stack.matchAll(framesInBundle)) {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if ("originalSource" in entry && entry.originalSource) return `${entry.originalSource}:${entry.originalLine + 1}`;
  }
  return undefined;
}

/** The first file that fails when it is evaluated alone: what has no stack, such as an endless loop, names no file. */
async function failingAlone(root: string, files: readonly string[], milliseconds: number): Promise<string | undefined> {
  for (const file of files) {
    const bundle = await bundleOf(root, [file]);
    try {
      run(root, bundle, Math.min(milliseconds, aloneMilliseconds));
    } catch {
      return file;
    }
  }
  return undefined;
}

function wordsOf(error: unknown, milliseconds: number): Pick<Problem, "problem" | "hint"> {
  const code = codeOf(error);
  if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
    return {
      problem: `The file takes more than ${milliseconds / 1000} s to evaluate.`,
      hint: "Environment files hold plain data: look for a loop that does not end.",
    };
  }
  if (code === "ERR_SCRIPT_EXECUTION_INTERRUPTED")
    return { problem: "Stopped while the files were evaluated.", hint: "Environment files hold plain data." };
  return {
    problem: `The file cannot be evaluated: ${types.isNativeError(error) ? error.message : String(error)}`,
    hint: "Environment files hold plain data: correct the expression that fails.",
  };
}

function codeOf(error: unknown): unknown {
  return types.isNativeError(error) && "code" in error ? error.code : undefined;
}
