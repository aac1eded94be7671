import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { inServerWords } from "../kubernetes/provider/words.ts";
import { ProviderError } from "../planning/diagnostics.ts";
import { flag, text } from "../planning/input.ts";
import type { DataSource } from "../planning/resource-type.ts";
import { isRecord, type Values } from "../planning/values.ts";
import type { KubectlClient } from "./kubectl-client.ts";
import { parseManifest, selfLink, sortedYaml } from "./manifest-text.ts";

/** `kubectl_file_documents`: the documents of one YAML text. */
export const fileDocuments: DataSource<KubectlClient> = {
  type: "kubectl_file_documents",
  read: (_call, config) => {
    const content = text(config, "content");
    return { id: hash(content), ...documentValues(documentsOf(content)) };
  },
};

/** `kubectl_path_documents`: the documents of all files that a pattern matches. */
export const pathDocuments: DataSource<KubectlClient> = {
  type: "kubectl_path_documents",
  read: ({ client }, config) => {
    const documents = filesOf(client, text(config, "pattern")).flatMap((file) =>
      documentsOf(filledIn(readFileSync(resolve(client.settings.folder, file), "utf8"), config)),
    );
    return { id: hash(documents.join("")), ...documentValues(documents) };
  },
};

/** `kubectl_filename_list`: the files that a pattern matches. */
export const filenameList: DataSource<KubectlClient> = {
  type: "kubectl_filename_list",
  read: ({ client }, config) => {
    const matches = filesOf(client, text(config, "pattern"));
    return {
      id: hash(matches.map((path, index) => `${index}${path}`).join("")),
      matches,
      basenames: matches.map((path) => basename(path)),
    };
  },
};

function documentsOf(content: string): readonly string[] {
  return content
    .split(/^---\s*$/m)
    .map((document) => document.trim())
    .filter((document) => document.replace(/^#.*$/gm, "").trim() !== "");
}

function documentValues(documents: readonly string[]): Values {
  const manifests = inServerWords(() => documents.map((document) => parseManifest(document)));
  return {
    documents,
    manifests: Object.fromEntries(manifests.map((manifest) => [selfLink(manifest), sortedYaml(manifest)])),
  };
}

/** Files below one folder whose name a pattern with `*` and `?` matches. */
function filesOf({ settings }: KubectlClient, pattern: string): readonly string[] {
  const folder = dirname(pattern);
  const escaped = basename(pattern).replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const form = new RegExp(`^${escaped.replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}$`);
  try {
    return readdirSync(resolve(settings.folder, folder))
      .filter((name) => form.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    // The provider looks with Go's filepath.Glob, to which a folder that cannot be read is an empty one.
    return [];
  }
}

/**
 * The text with `${name}` filled in.
 *
 * @throws ProviderError for other expressions, which are not simulated, and names that no variable has
 */
function filledIn(content: string, config: Values): string {
  if (flag(config, "disable_template")) return content;
  const variables = {
    ...(isRecord(config.vars) ? config.vars : {}),
    ...(isRecord(config.sensitive_vars) ? config.sensitive_vars : {}),
  };
  return content.replace(/\$\{([^}]*)\}|%\{/g, (_match, expression: string | undefined) => {
    const name = expression?.trim() ?? "";
    const value = variables[name];
    if (typeof value === "string") return value;
    throw new ProviderError(
      `failed to render template: ${expression === undefined ? "directives are not simulated" : `unknown variable ${JSON.stringify(name)}`}`,
    );
  });
}

function hash(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
