import { blocks, flag, text, texts } from "../../planning/input.ts";
import { isRecord, type Values } from "../../planning/values.ts";

/** A command that a client runs for its credentials. */
export interface ExecSettings {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How a client reaches a cluster and what it shows there. */
export interface ConnectionSettings {
  /** Address of the API server; empty when nothing names one. */
  readonly host: string;
  /** PEM of the authority that signed the server's certificate; empty for those that the system trusts. */
  readonly certificateAuthority: string;
  readonly insecure: boolean;
  readonly token: string;
  readonly exec: ExecSettings | null;
}

/** What a provider block says itself, and which files it names. What is not known yet counts as not said. */
export interface ConfiguredConnection extends ConnectionSettings {
  readonly configPaths: readonly string[];
  readonly configContext: string;
  readonly configContextCluster: string;
  readonly configContextUser: string;
}

/** Reads a provider block, or the object `kubernetes` of the helm provider. */
export function connectionOf(values: Values): ConfiguredConnection {
  const [exec] = blocks(values, "exec");
  const path = text(values, "config_path");
  return {
    host: text(values, "host"),
    certificateAuthority: text(values, "cluster_ca_certificate"),
    insecure: flag(values, "insecure"),
    token: text(values, "token"),
    exec: exec ? execOf(exec) : null,
    configPaths: path === "" ? texts(values.config_paths) : [path],
    configContext: text(values, "config_context"),
    configContextCluster: text(values, "config_context_cluster"),
    configContextUser: text(values, "config_context_auth_info"),
  };
}

function execOf(block: Values): ExecSettings {
  const env = isRecord(block.env) ? block.env : {};
  return {
    apiVersion: text(block, "api_version"),
    command: text(block, "command"),
    args: texts(block.args),
    env: Object.fromEntries(Object.keys(env).map((name) => [name, text(env, name)])),
  };
}
