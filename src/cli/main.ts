import { resolve } from "node:path";
import { exitCodes } from "../errors.ts";
import { processOutput } from "./output.ts";
import { createProgram } from "./program.ts";

/** The wall clock, or the moment that SOURCE_DATE_EPOCH names (seconds since 1970), by which support dates are judged. */
function now(): Date {
  const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? Number.NaN);
  return Number.isFinite(seconds) ? new Date(seconds * 1_000) : new Date();
}

const program = createProgram({
  root: process.cwd(),
  output: processOutput(),
  now,
  environment: process.env,
  resolve,
});

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already written the message; only the exit code is left to say.
  const isHelp = error instanceof Error && "exitCode" in error && error.exitCode === 0;
  process.exitCode = isHelp ? exitCodes.success : exitCodes.invalid;
}
