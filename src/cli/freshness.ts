import { EksStackError, exitCodes } from "../errors.ts";
import { checkRendered, type Difference } from "../rendering/files.ts";

const problems: Readonly<Record<Difference["kind"], string>> = {
  stale: "This file is not what environments/ and src/ say.",
  edited: "This file was edited by hand.",
  missing: "This file is not there.",
  extra: "Nothing renders this file, but an engine would run it.",
};

const hints: Readonly<Record<Difference["kind"], string>> = {
  stale: "Run eks-stack synth and look at git diff.",
  edited: "Put the change into environments/ or src/ and run eks-stack synth; it keeps the edited text aside.",
  missing: "Run eks-stack synth.",
  extra: "Run eks-stack synth, which removes it and keeps its text aside if it was made by hand.",
};

/**
 * Makes sure that `rendered/` is what `environments/` says: Spacelift runs what is committed, so a rehearsal of anything else would
 * prove nothing.
 *
 * @throws EksStackError ES0210 naming every file that differs
 */
export function requireFresh(root: string, files: ReadonlyMap<string, string>): void {
  const differences = checkRendered(root, files);
  if (differences.length === 0) return;
  throw new EksStackError(
    differences.map(({ path, kind }) => ({
      code: "ES0210",
      file: path,
      problem: problems[kind],
      hint: hints[kind],
    })),
    exitCodes.invalid,
  );
}
