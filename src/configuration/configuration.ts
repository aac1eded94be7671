import type { Problem } from "../errors.ts";
import { checks } from "./checks/all.ts";
import { type DeclaredEnvironment, type Environment, environmentSchema } from "./environment.ts";
import { type Organization, organizationSchema } from "./organization.ts";
import { parseData } from "./parse.ts";
import { resolveEnvironment } from "./resolve.ts";

/** Everything that is declared, checked and resolved. */
export interface Configuration {
  readonly organization: Organization;
  /** In the order of promotion. */
  readonly environments: readonly Environment[];
  readonly warnings: readonly Problem[];
}

/** The data of one file under `environments/`. */
export interface DeclaredFile {
  /** Relative to the repository, for example `environments/development.ts`. */
  readonly file: string;
  readonly data: unknown;
}

/** A configuration, or every problem that keeps it from being one. */
export type Checked =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** By when, and for what, a configuration is checked. */
export interface CheckSettings {
  /** Decides what is past support. */
  readonly now: Date;
  /** True for what only looks or tears down: a version past its support is a warning then, and keeps nobody from getting rid of it. */
  readonly acceptsUnsupported?: boolean;
}

/** Versions that were in order when they were declared. */
const endOfSupport: ReadonlySet<string> = new Set(["ES0132", "ES0138"]);

/** Checks the shape of all files, then everything across those that have theirs. */
export function checkConfiguration(
  organizationFile: DeclaredFile,
  environmentFiles: readonly DeclaredFile[],
  { now, acceptsUnsupported = false }: CheckSettings,
): Checked {
  const organization = parseData(organizationSchema, organizationFile.data, organizationFile.file);
  const parsed = environmentFiles.map(({ file, data }) => ({ file, result: parseData(environmentSchema, data, file) }));
  const found = [
    ...(organization.ok ? [] : organization.problems),
    ...parsed.flatMap(({ file, result }) => (result.ok ? misnamed(file, result.data) : result.problems)),
  ];
  if (!organization.ok) return { ok: false, problems: found };

  const environments = parsed.flatMap(({ file, result }) =>
    result.ok && !isCopy(file, result.data, environmentFiles) ? [result.data] : [],
  );
  const across = checks.flatMap((check) => check({ organization: organization.data, environments, now }));
  found.push(
    ...across.map((problem): Problem => {
      const isAccepted = acceptsUnsupported && endOfSupport.has(problem.code);
      return isAccepted ? { ...problem, level: "warning" } : problem;
    }),
  );
  if (found.some(({ level }) => level !== "warning")) return { ok: false, problems: found };
  return {
    ok: true,
    configuration: {
      organization: organization.data,
      environments: inOrderOfPromotion(environments).map((environment) =>
        resolveEnvironment(environment, organization.data),
      ),
      warnings: found,
    },
  };
}

/** A copy of a file that still has its name: everything in it would be said to clash with what it was copied from. */
function isCopy(file: string, { name }: DeclaredEnvironment, files: readonly DeclaredFile[]): boolean {
  return !hasItsName(file, name) && files.some((other) => hasItsName(other.file, name));
}

function hasItsName(file: string, name: string): boolean {
  return file.endsWith(`/${name}.ts`);
}

/** An environment's file carries its name, so that a message about one leads to the other. */
function misnamed(file: string, { name }: DeclaredEnvironment): Problem[] {
  if (hasItsName(file, name)) return [];
  return [
    {
      code: "ES0152",
      file,
      at: ["name"],
      problem: `The environment ${name} stands in another file than ${name}.ts.`,
      hint: `Rename the file to environments/${name}.ts, or the environment.`,
    },
  ];
}

const promotion = ["development", "staging", "production"];

function inOrderOfPromotion(environments: readonly DeclaredEnvironment[]): DeclaredEnvironment[] {
  const rank = ({ name }: DeclaredEnvironment): number =>
    promotion.indexOf(name) < 0 ? promotion.length - 1.5 : promotion.indexOf(name);
  return [...environments].sort((left, right) => rank(left) - rank(right) || left.name.localeCompare(right.name));
}
