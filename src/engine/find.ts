import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { lt, valid } from "semver";
import { EksStackError, exitCodes } from "../errors.ts";

export type EngineName = "tofu" | "terraform";

/** An engine on this machine. */
export interface EngineBinary {
  readonly name: EngineName;
  readonly path: string;
  /** For example `1.12.6`. */
  readonly version: string;
}

/** Oldest version of either engine that knows ephemeral resources and write-only attributes. */
const minimumVersion = "1.11.0";

/** In the order they are looked for. */
const names: readonly EngineName[] = ["tofu", "terraform"];

/**
 * Finds the engine: `tofu` if it is on the search path, else `terraform`.
 *
 * @param searchPath folders separated as in the variable `PATH`
 * @throws EksStackError ES0301 when there is none or it does not answer, ES0302 when it is too old
 */
export async function findEngine(searchPath: string): Promise<EngineBinary> {
  const folders = searchPath.split(delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (await isExecutable(path)) return withVersion(name, path);
    }
  }
  throw missing("Neither tofu nor terraform is on PATH.");
}

async function withVersion(name: EngineName, path: string): Promise<EngineBinary> {
  const version = await versionOf(path);
  if (!lt(version, minimumVersion)) return { name, path, version };
  throw new EksStackError(
    {
      code: "ES0302",
      file: path,
      problem: `This is ${name} ${version}; eks-stack needs ${minimumVersion} or newer.`,
      hint: "Install a newer one (https://opentofu.org/docs/intro/install) and put it before this one on PATH.",
    },
    exitCodes.environment,
  );
}

async function versionOf(path: string): Promise<string> {
  const result = await execa(path, ["version", "-json"], {
    env: { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 20_000,
  });
  const version = parseVersion(result.stdout);
  if (version !== undefined) return version;
  const answer = [result.stdout, result.stderr].filter(Boolean).join("\n") || (result.shortMessage ?? "nothing");
  throw missing(`It does not answer \`version -json\` as an engine does: ${answer.slice(0, 400)}`, path);
}

function parseVersion(text: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(text) as { terraform_version?: string };
    return valid(version) ?? undefined;
  } catch {
    return undefined;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function missing(problem: string, path?: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0301",
      ...(path === undefined ? {} : { file: path }),
      problem,
      hint: `Install OpenTofu ${minimumVersion} or newer: https://opentofu.org/docs/intro/install`,
    },
    exitCodes.environment,
  );
}
