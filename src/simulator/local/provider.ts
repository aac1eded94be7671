import { instant } from "../planning/in-state-only.ts";
import type { Service } from "../planning/service.ts";
import { type CommandPlace, commandData, ephemeralCommand } from "./command.ts";
import { fileData, localFile, localSensitiveFile, sensitiveFileData } from "./file.ts";
import { Files } from "./files.ts";

/** Files and the environment in which commands run. */
class LocalClient extends Files implements CommandPlace {
  readonly environment: Readonly<Record<string, string>>;

  constructor(environment: Readonly<Record<string, string>>, folder: string) {
    super(folder);
    this.environment = environment;
  }
}

const resources = [localFile, localSensitiveFile];

/**
 * The provider `hashicorp/local`: real files, but written below one folder only.
 *
 * @param folder where the engine runs; relative paths begin there
 */
export function localProvider(folder: string): Service<LocalClient> {
  const files = new Files(folder);
  return {
    provider: "local",
    sources: ["hashicorp/local"],
    resources,
    dataSources: [fileData, sensitiveFileData, commandData],
    ephemeralResources: [ephemeralCommand],
    functions: [
      {
        name: "direxists",
        parameters: [{ name: "path", type: "string" }],
        result: "bool",
        call: (path) => files.isFolder(String(path)),
      },
    ],
    durations: instant(resources),
    configure: (_, environment) => new LocalClient(environment, folder),
  };
}
