import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { refuse, refuseUnless } from "../../rule.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import { flagAt, objectAt, objectsAt, textAt, textsAt } from "../fields.ts";
import { isObject } from "../object.ts";
import { connectionRules as rules } from "./rules.ts";
import type { ConfiguredConnection, ConnectionSettings, ExecSettings } from "./settings.ts";

/** Where a client runs. */
export interface Surroundings {
  /** Folder from which relative paths are taken. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What the files say that are named, with what the configuration says itself over it. Of a name that several files have, the first
 * counts.
 *
 * @throws ServiceError when a file or the context is not there
 */
export function withKubeconfig(
  configured: ConfiguredConnection,
  paths: readonly string[],
  surroundings: Surroundings,
): ConnectionSettings {
  if (paths.length === 0) return configured;
  const files = paths.map((path) => readKubeconfig(path, surroundings));
  const named = (list: string, name: string): JsonObject | undefined =>
    files.flatMap((file) => objectsAt(file, list)).find((entry) => textAt(entry, "name") === name);
  const chosen = configured.configContext || files.map((file) => textAt(file, "current-context")).find(Boolean) || "";
  const context = named("contexts", chosen);
  const isSpelledOut = configured.host !== "" || configured.configContextCluster !== "";
  refuseUnless(context || (isSpelledOut && configured.configContext === ""), rules.noContext, chosen);
  const cluster = named("clusters", configured.configContextCluster || textAt(context, "context.cluster"));
  const user = named("users", configured.configContextUser || textAt(context, "context.user"));
  const hasOwnCredentials = configured.token !== "" || configured.exec !== null;
  return {
    host: configured.host || textAt(cluster, "cluster.server"),
    certificateAuthority:
      configured.certificateAuthority || decoded(textAt(cluster, "cluster.certificate-authority-data")),
    insecure: configured.insecure || flagAt(cluster, "cluster.insecure-skip-tls-verify"),
    token: configured.token || (hasOwnCredentials ? "" : textAt(user, "user.token")),
    exec: configured.exec ?? (hasOwnCredentials ? null : execOf(objectAt(user, "user.exec"))),
  };
}

function readKubeconfig(path: string, { folder, environment }: Surroundings): JsonObject {
  const whole = resolve(folder, path.replace(/^~(?=\/|$)/, environment.HOME ?? "~"));
  let content: string;
  try {
    content = readFileSync(whole, "utf8");
  } catch {
    return refuse(rules.fileMissing, path);
  }
  const parsed = parsedYaml(content);
  refuseUnless(isObject(parsed), rules.fileInvalid, path);
  return parsed;
}

function parsedYaml(content: string): Json {
  try {
    return parse(content) as Json;
  } catch (error) {
    if (error instanceof YAMLParseError) return null;
    throw error;
  }
}

function execOf(exec: JsonObject): ExecSettings | null {
  const command = textAt(exec, "command");
  if (command === "") return null;
  return {
    apiVersion: textAt(exec, "apiVersion"),
    command,
    args: textsAt(exec, "args"),
    env: Object.fromEntries(objectsAt(exec, "env").map((entry) => [textAt(entry, "name"), textAt(entry, "value")])),
  };
}

function decoded(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
