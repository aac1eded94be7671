import { crc32 } from "node:zlib";
import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, text, texts } from "../input.ts";
import { mergeDocuments, readSource } from "./rendered-document.ts";
import { type RenderedDocument, type RenderedStatement, renderDocument, type Strings } from "./rendered-policy.ts";

/** `aws_iam_policy_document`: a pure function of its arguments; no call is made. */
export const policyDocument: DataSource<Aws> = {
  type: "aws_iam_policy_document",

  read(_call, config) {
    const version = text(config, "version") || "2012-10-17";
    refuseRemovedArguments(config);
    const own: RenderedDocument = {
      version,
      id: text(config, "policy_id"),
      statements: blocks(config, "statement").map((block) => statementOf(block, version)),
    };
    refuseDuplicateSids(own.statements);
    const sources = texts(config.source_policy_documents).filter(Boolean).map(readSource);
    refuseDuplicateSourceSids(sources);
    const overrides = texts(config.override_policy_documents).filter(Boolean).map(readSource);
    const merged = [...sources, own, ...overrides].reduce(mergeDocuments, { version: "", id: "", statements: [] });
    const json = renderDocument(merged, 2);
    return {
      id: String(crc32(json)),
      json,
      minified_json: renderDocument(merged),
      version,
      statement: blocks(config, "statement").map((block) => ({ ...block, effect: text(block, "effect") || "Allow" })),
    };
  },
};

function statementOf(block: Values, version: string): RenderedStatement {
  const list = (name: string): Strings | undefined => oneOrMany(texts(block[name]));
  const withVariables = (value: Strings | undefined) => value && replaceVariables(value, version);
  return {
    sid: text(block, "sid"),
    effect: text(block, "effect") || "Allow",
    action: list("actions"),
    notAction: list("not_actions"),
    resource: withVariables(list("resources")),
    notResource: withVariables(list("not_resources")),
    principals: principalsOf(block, "principals", version),
    notPrincipals: principalsOf(block, "not_principals", version),
    conditions: blocks(block, "condition").map((condition) => ({
      test: text(condition, "test"),
      variable: text(condition, "variable"),
      values: replaceVariables(single(texts(condition.values)), version),
    })),
  };
}

function principalsOf(block: Values, name: string, version: string): RenderedStatement["principals"] {
  return blocks(block, name).map((principal) => ({
    type: text(principal, "type"),
    identifiers: replaceVariables(oneOrMany(texts(principal.identifiers)) ?? [], version),
  }));
}

/** One value stands alone; several are sorted backwards, as the provider sorts them. */
function oneOrMany(values: readonly string[]): Strings | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? single(values) : [...values].sort(byBytes).reverse();
}

function single(values: readonly string[]): Strings {
  return values.length === 1 ? (values[0] ?? "") : values;
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** `&{…}` stands for a policy variable, since `${…}` would be the engine's own. */
function replaceVariables(value: Strings, version: string): Strings {
  if (typeof value !== "string") return value.map((item) => replaceVariable(item, version));
  return replaceVariable(value, version);
}

function replaceVariable(value: string, version: string): string {
  if (version === "2008-10-17" && value.includes("&{")) {
    throw new ProviderError(`found &{ sequence in (${value}), which is not supported in document version 2008-10-17`);
  }
  return value.replaceAll("&{", "${");
}

function refuseRemovedArguments(config: Values): void {
  for (const name of ["source_json", "override_json"]) {
    if (text(config, name) !== "") throw new ProviderError("Removed argument", `${name} was removed.`, [name]);
  }
}

function refuseDuplicateSids(statements: readonly RenderedStatement[]): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    if (sid !== "" && seen.has(sid)) {
      throw new ProviderError(`duplicate Sid (${sid}). Remove the Sid or ensure the Sid is unique.`);
    }
    seen.add(sid);
  }
}

function refuseDuplicateSourceSids(sources: readonly RenderedDocument[]): void {
  const seen = new Set<string>();
  sources.forEach((source, item) => {
    source.statements.forEach(({ sid }, statement) => {
      if (sid !== "" && seen.has(sid)) {
        throw new ProviderError(
          `duplicate Sid (${sid}) in source_policy_documents (item ${item}; statement ${statement}). ` +
            "Remove the Sid or ensure Sids are unique across all statements.",
        );
      }
      seen.add(sid);
    });
  });
}
