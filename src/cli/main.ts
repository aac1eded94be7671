import { resolve } from "node:path";
import { exitCodes } from "../errors.ts";
import { processOutput } from "./output.ts";
import { createProgram } from "./program.ts";

const program = createProgram({
  root: process.cwd(),
  output: processOutput(),
  now: () => new Date(),
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
