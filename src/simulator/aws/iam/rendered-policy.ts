/** One value, or a list that keeps its order. */
export type Strings = string | readonly string[];

/** A policy on its way to the text that the provider makes of it. */
export interface RenderedDocument {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly RenderedStatement[];
}

export interface RenderedStatement {
  readonly sid: string;
  readonly effect: string;
  readonly action: Strings | undefined;
  readonly notAction: Strings | undefined;
  readonly resource: Strings | undefined;
  readonly notResource: Strings | undefined;
  readonly principals: readonly { readonly type: string; readonly identifiers: Strings }[];
  readonly notPrincipals: readonly { readonly type: string; readonly identifiers: Strings }[];
  readonly conditions: readonly { readonly test: string; readonly variable: string; readonly values: Strings }[];
}

/** The document as JSON text with the provider's order of keys; what is empty is left out. */
export function renderDocument(document: RenderedDocument, indent?: number): string {
  const shape = withoutEmpty({
    Version: document.version,
    Id: document.id,
    Statement: document.statements.map(shapeOf),
  });
  return escapeForHtml(JSON.stringify(shape, null, indent));
}

function shapeOf(statement: RenderedStatement): object {
  return withoutEmpty({
    Sid: statement.sid,
    Effect: statement.effect,
    Action: statement.action,
    NotAction: statement.notAction,
    Resource: statement.resource,
    NotResource: statement.notResource,
    Principal: principalShape(statement.principals),
    NotPrincipal: principalShape(statement.notPrincipals),
    Condition: conditionShape(statement.conditions),
  });
}

/** A lone `*` of type `*` is the text `*`; identifiers of a type that appears twice are joined; types are sorted. */
function principalShape(principals: RenderedStatement["principals"]): unknown {
  const [first] = principals;
  if (!first) return undefined;
  if (principals.length === 1 && first.type === "*" && joined([first.identifiers]) === "*") return "*";
  const byType = new Map<string, Strings[]>();
  for (const { type, identifiers } of principals) byType.set(type, [...(byType.get(type) ?? []), identifiers]);
  return sorted([...byType].map(([type, lists]) => [type, keepLone(lists)]));
}

function conditionShape(conditions: RenderedStatement["conditions"]): unknown {
  if (conditions.length === 0) return undefined;
  const byTest = new Map<string, Map<string, Strings[]>>();
  for (const { test, variable, values } of conditions) {
    const variables = byTest.get(test) ?? new Map<string, Strings[]>();
    byTest.set(test, variables.set(variable, [...(variables.get(variable) ?? []), values]));
  }
  return sorted(
    [...byTest].map(([test, variables]) => [
      test,
      sorted([...variables].map(([variable, lists]) => [variable, keepLone(lists)])),
    ]),
  );
}

/** A value that stands alone keeps its form, text or list; several become one list. */
function keepLone(lists: readonly Strings[]): Strings {
  const [first] = lists;
  return lists.length === 1 && first !== undefined ? first : lists.flat();
}

function joined(lists: readonly Strings[]): string {
  return lists.flat().join(",");
}

function sorted(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}

function withoutEmpty(shape: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(shape).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Go's JSON writes these characters as escapes, and so does the provider. */
function escapeForHtml(json: string): string {
  return json.replace(/[&<>\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
