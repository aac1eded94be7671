import { spawnSync } from "node:child_process";
import { ProviderError } from "../planning/diagnostics.ts";
import { flag, text, texts } from "../planning/input.ts";
import type { DataSource, EphemeralResource } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";

/** Where a command runs: the engine's working folder and the environment of the run. */
export interface CommandPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  resolve(path: string): string;
}

export const commandData: DataSource<CommandPlace> = {
  type: "local_command",
  read: ({ client }, config) => run(client, config),
};

export const ephemeralCommand: EphemeralResource<CommandPlace> = {
  type: "local_command",
  open: ({ client }, config) => ({ ...config, ...run(client, config) }),
};

/** Runs a command of the configuration on this machine, as the provider does. */
function run(place: CommandPlace, config: Values): Values {
  const command = text(config, "command");
  const folder = text(config, "working_directory");
  const result = spawnSync(command, texts(config.arguments), {
    cwd: folder === "" ? place.folder : place.resolve(folder),
    env: { ...place.environment },
    input: text(config, "stdin"),
    encoding: "utf8",
  });
  if (result.error) throw failed("Command Lookup Failed", command, result.error.message);
  if (result.status !== 0 && !flag(config, "allow_non_zero_exit_code")) {
    throw failed("Command Execution Failed", command, `${result.stderr}\nState: exit status ${result.status}`);
  }
  return { exit_code: result.status, stdout: result.stdout || null, stderr: result.stderr || null };
}

function failed(summary: string, command: string, reason: string): ProviderError {
  return new ProviderError(summary, `Command: ${command}\nCommand Error: ${reason}`, ["command"]);
}
