import { EksStackError, exitCodes } from "../../errors.ts";

/** The folder of a world, or a file in it, cannot be read or written. */
export function worldNotAccessible(place: string, doing: "read" | "written", cause: unknown): EksStackError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EksStackError(
    {
      code: "ES0504",
      file: place,
      problem: `The world cannot be ${doing}: ${reason}`,
      hint: "Make the folder readable and writable, free some space, or name another one with --world DIR.",
    },
    exitCodes.environment,
    { cause },
  );
}

/** A file of a world holds something else than was written to it. `place` may name a line. */
export function worldDamaged(folder: string, place: string, problem: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0503",
      file: place,
      problem: `The world is damaged: ${problem}.`,
      hint: `Restore the file from a copy, or remove the folder ${folder} to begin with a new world; nothing real depends on it.`,
    },
    exitCodes.environment,
  );
}

/** A world that another version of eks-stack wrote. */
export function worldOfAnotherVersion(folder: string, file: string, found: number, read: number): EksStackError {
  return new EksStackError(
    {
      code: "ES0502",
      file,
      problem: `This world was written in format ${found}; this version of eks-stack reads format ${read}.`,
      hint: `Run the version that wrote it, or remove the folder ${folder} to begin with a new world.`,
    },
    exitCodes.environment,
  );
}

/** A world that another process has taken; `owner` is its process id. */
export function worldInUse(folder: string, owner: number): EksStackError {
  return new EksStackError(
    {
      code: "ES0501",
      file: folder,
      problem: `Process ${owner} is working on this world.`,
      hint: "Wait until it has ended, stop it, or give this command a world of its own with --world DIR.",
    },
    exitCodes.environment,
  );
}
