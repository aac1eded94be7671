import { ProviderError } from "../../planning/diagnostics.ts";
import type { RenderedDocument, RenderedStatement, Strings } from "./rendered-policy.ts";

/**
 * Reads a source or override document, with one-item lists and orders as they stand.
 *
 * @throws ProviderError when the text is no policy
 */
export function readSource(text: string): RenderedDocument {
  const document = parse(text);
  const statements = document.Statement;
  const list = statements === undefined ? [] : Array.isArray(statements) ? (statements as unknown[]) : [statements];
  return {
    version: stringOf(document.Version),
    id: stringOf(document.Id),
    statements: list.map((statement) => readStatement(objectOf(statement))),
  };
}

/** The first document with the second laid over it: a statement takes the place of one with the same Sid, else it is added. */
export function mergeDocuments(base: RenderedDocument, added: RenderedDocument): RenderedDocument {
  const statements = [...base.statements];
  for (const statement of added.statements) {
    const index = statement.sid === "" ? -1 : statements.findIndex(({ sid }) => sid === statement.sid);
    if (index < 0) statements.push(statement);
    else statements[index] = statement;
  }
  return {
    version: [base.version, added.version].sort().at(-1) ?? "",
    id: added.id || base.id,
    statements,
  };
}

type Shape = Readonly<Record<string, unknown>>;

function parse(text: string): Shape {
  try {
    return objectOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError("merging source or override policy documents: invalid JSON", String(error));
  }
}

function readStatement(statement: Shape): RenderedStatement {
  return {
    sid: stringOf(statement.Sid),
    effect: stringOf(statement.Effect),
    action: stringsOf(statement.Action),
    notAction: stringsOf(statement.NotAction),
    resource: stringsOf(statement.Resource),
    notResource: stringsOf(statement.NotResource),
    principals: readPrincipals(statement.Principal),
    notPrincipals: readPrincipals(statement.NotPrincipal),
    conditions: readConditions(statement.Condition),
  };
}

function readPrincipals(value: unknown): RenderedStatement["principals"] {
  if (value === undefined) return [];
  if (typeof value === "string") return [{ type: "*", identifiers: ["*"] }];
  return Object.entries(objectOf(value)).map(([type, identifiers]) => {
    const strings = stringsOf(identifiers);
    if (strings === undefined) throw notPolicy("principal identifiers must be strings or lists of strings");
    return { type, identifiers: typeof strings === "string" ? strings : [...strings].sort().reverse() };
  });
}

function readConditions(value: unknown): RenderedStatement["conditions"] {
  if (value === undefined) return [];
  return Object.entries(objectOf(value)).flatMap(([test, variables]) =>
    Object.entries(objectOf(variables)).map(([variable, values]) => ({
      test,
      variable,
      values: Array.isArray(values) ? values.map(String) : String(values),
    })),
  );
}

function stringsOf(value: unknown): Strings | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value as string[];
  throw notPolicy("expected a string or a list of strings");
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function objectOf(value: unknown): Shape {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Shape;
  throw notPolicy("expected a JSON object");
}

function notPolicy(detail: string): ProviderError {
  return new ProviderError("merging source or override policy documents: not a policy", detail);
}
