import { EksStackError, exitCodes } from "../errors.ts";
import { checkRendered } from "../rendering/files.ts";

/**
 * Makes sure that `rendered/` is what `environments/` says: Spacelift runs what is committed, so a rehearsal of anything else would
 * prove nothing.
 *
 * @throws EksStackError ES0210 naming every file that is stale
 */
export function requireFresh(root: string, files: ReadonlyMap<string, string>): void {
  const stale = checkRendered(root, files);
  if (stale.length === 0) return;
  throw new EksStackError(
    stale.map((file) => ({
      code: "ES0210",
      file,
      problem: "This file is not what environments/ and src/ say.",
      hint: "Run eks-stack synth and look at git diff; a change made here by hand belongs into environments/ or src/.",
    })),
    exitCodes.invalid,
  );
}
