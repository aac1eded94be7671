import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EksStackError, exitCodes } from "../errors.ts";
import { type CheckSettings, type Configuration, checkConfiguration } from "./configuration.ts";
import { defaultExports } from "./evaluate.ts";
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
  const names = [organizationName, ...environmentNames(root)];
  const files = names.map((name) => `${folder}/${name}`);
  const exported = await defaultExports(root, files);
  const checked = checkConfiguration(
    { file: `${folder}/${organizationName}`, data: exported[0] },
    files.slice(1).map((file, index) => ({ file, data: exported[index + 1] })),
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

/** Names of the files that declare an environment. */
function environmentNames(root: string): string[] {
  const path = join(root, folder);
  const names = existsSync(path)
    ? readdirSync(path).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    : [];
  const folders = names.filter((name) => statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory());
  if (folders.length > 0) {
    throw new EksStackError(
      folders.map((name) => ({
        code: "ES0162",
        file: `${folder}/${name}`,
        problem: "This is a folder; an environment is a file.",
        hint: "Rename it to a name that does not end in .ts, or take it away.",
      })),
      exitCodes.invalid,
    );
  }
  if (names.includes(organizationName) && names.length > 1)
    return names.filter((name) => name !== organizationName).sort();
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
