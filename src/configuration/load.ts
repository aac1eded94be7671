import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { BuildFailure } from "esbuild";
import { EksStackError, exitCodes, type Problem } from "../errors.ts";
import { type CheckSettings, type Configuration, checkConfiguration, type DeclaredFile } from "./configuration.ts";
import { nearest } from "./names.ts";

const folder = "environments";
const organizationName = "organization.ts";

/**
 * Reads `environments/organization.ts` and every other `environments/*.ts` of a repository, checks them together and resolves them.
 *
 * @param root the repository
 * @throws EksStackError with all problems at once, exit code 2
 */
export async function loadConfiguration(root: string, settings: CheckSettings): Promise<Configuration> {
  const names = fileNames(root);
  const files = await readFiles(root, names);
  const organization = files.find(({ file }) => file.endsWith(organizationName)) ?? {
    file: `${folder}/${organizationName}`,
    data: undefined,
  };
  const checked = checkConfiguration(
    organization,
    files.filter((file) => file !== organization),
    settings,
  );
  if (checked.ok) return checked.configuration;
  throw new EksStackError(checked.problems, exitCodes.invalid);
}

/**
 * The environments of these names, in the order of promotion; all of them when none is named.
 *
 * @throws EksStackError ES0160 for a name that does not exist
 */
export function selectEnvironments(configuration: Configuration, names: readonly string[]): readonly string[] {
  const known = configuration.environments.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new EksStackError(
      unknown.map((name) => ({
        code: "ES0160",
        problem: `There is no environment ${name}.`,
        hint: `Did you mean ${nearest(name, known) ?? known.join(", ")}? Environments are the files in environments/.`,
      })),
      exitCodes.invalid,
    );
  }
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

function fileNames(root: string): string[] {
  const path = join(root, folder);
  const names = existsSync(path)
    ? readdirSync(path).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    : [];
  if (names.includes(organizationName) && names.length > 1) return names.sort();
  throw new EksStackError(
    {
      code: "ES0161",
      file: folder,
      problem: names.includes(organizationName)
        ? "There is no environment."
        : "There is no environments/organization.ts.",
      hint: "Run this in the folder of a checkout, or add the files: docs/environments.md shows how.",
    },
    exitCodes.invalid,
  );
}

/** Transpiles all files in one go and takes each one's default export. */
async function readFiles(root: string, names: readonly string[]): Promise<DeclaredFile[]> {
  const { build } = await import("esbuild");
  const entry = names.map((name, index) => `export { default as file${index} } from "./${folder}/${name}";`).join("\n");
  const failure = (error: unknown): never => {
    throw new EksStackError(syntaxProblems(error), exitCodes.invalid, { cause: error });
  };
  const result = await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "silent",
  }).catch(failure);
  const code = result.outputFiles[0]?.text ?? "";
  const module: Record<string, unknown> = await import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  ).catch(failure);
  return names.map((name, index) => ({ file: `${folder}/${name}`, data: module[`file${index}`] }));
}

function syntaxProblems(error: unknown): Problem[] {
  const errors = (error as Partial<BuildFailure>).errors ?? [];
  if (errors.length === 0) {
    const text = error instanceof Error ? error.message : String(error);
    return [
      {
        code: "ES0162",
        file: folder,
        problem: `The files cannot be read: ${text}`,
        hint: "Environment files hold plain data: correct the expression that fails.",
      },
    ];
  }
  return errors.map(({ text, location }) => ({
    code: "ES0162",
    file: location ? `${location.file}:${location.line}` : folder,
    problem: text,
    hint: location?.lineText ? `The line reads: ${location.lineText.trim()}` : "Correct the file.",
  }));
}
