import type { AttributeChange, ChangeAction, ResourceChange } from "./events.ts";

/** One entry of `resource_changes` in a plan's JSON, as far as it is read here. */
export interface PlannedResource {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly change: PlannedChange;
}

export interface PlannedChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: unknown;
}

/** The changes of a plan in people's words; what does not change and what is only read is left out. */
export function changesOf(resources: readonly PlannedResource[]): ResourceChange[] {
  return resources.flatMap((resource) => {
    const action = actionOf(resource.change);
    if (action === undefined || resource.mode === "data") return [];
    return [
      {
        address: resource.address,
        type: resource.type,
        action,
        forcedBy: (resource.change.replace_paths ?? []).map(pathText),
        attributes: attributesOf(resource.change, action),
      },
    ];
  });
}

/** How many resources a list of changes adds, changes in place and destroys; a replacement does the first and the last. */
export function countChanges(changes: readonly ResourceChange[]): {
  added: number;
  changed: number;
  destroyed: number;
} {
  const count = (...actions: ChangeAction[]): number => changes.filter(({ action }) => actions.includes(action)).length;
  return { added: count("create", "replace"), changed: count("update"), destroyed: count("delete", "replace") };
}

/** The action of a change; undefined when there is none. */
function actionOf(change: PlannedChange): ChangeAction | undefined {
  const actions = change.actions.join("+");
  if (actions === "no-op") return change.importing ? "import" : undefined;
  if (actions === "delete+create" || actions === "create+delete") return "replace";
  if (actions === "create" || actions === "update" || actions === "delete" || actions === "forget") return actions;
  return undefined;
}

/** What differs; an empty value in place of another one is told only when it forces the replacement or nothing else differs. */
function attributesOf(change: PlannedChange, action: ChangeAction): AttributeChange[] {
  if (action !== "update" && action !== "replace") return [];
  const before = recordOf(change.before);
  const after = recordOf(change.after);
  const unknown = recordOf(change.after_unknown);
  const forcing = new Set((change.replace_paths ?? []).map(([name]) => name));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])].sort();
  const differing = names.filter((name) => holdsTrue(unknown[name]) || !sameJson(before[name], after[name]));
  const telling = differing.filter(
    (name) => holdsTrue(unknown[name]) || forcing.has(name) || !(isEmpty(before[name]) && isEmpty(after[name])),
  );
  return (telling.length > 0 ? telling : differing).map((name) => {
    const isSensitive =
      holdsTrue(recordOf(change.before_sensitive)[name]) || holdsTrue(recordOf(change.after_sensitive)[name]);
    const isUnknown = holdsTrue(unknown[name]);
    if (!isSensitive && !isUnknown) return { path: name, ...valueTexts(before[name], after[name]) };
    return {
      path: name,
      before: isSensitive ? "(sensitive)" : valueTexts(before[name], null).before,
      after: isUnknown ? "(known after apply)" : "(sensitive)",
    };
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function holdsTrue(value: unknown): boolean {
  if (value === true) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsTrue);
}

function sameJson(left: unknown, right: unknown): boolean {
  return (left ?? null) === (right ?? null) || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

/** True for the values that providers take for one another: nothing, an empty text, an empty list or map. */
function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === "";
}

/** Longest text of a value that a line of a plan shows, in characters. */
const longestValue = 100;

/** How much of what two long values have in common is shown before they differ, in characters. */
const shownBefore = 30;

/** Two values as a line of a plan shows them; when one is too long, both begin shortly before they differ. */
function valueTexts(before: unknown, after: unknown): Pick<AttributeChange, "before" | "after"> {
  const texts = { before: jsonText(before), after: jsonText(after) };
  const isLong = Math.max(texts.before?.length ?? 0, texts.after?.length ?? 0) > longestValue;
  const start = isLong ? Math.max(0, commonLength(texts.before ?? "", texts.after ?? "") - shownBefore) : 0;
  return { before: excerpt(texts.before, start), after: excerpt(texts.after, start) };
}

function jsonText(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** How many characters two texts begin with in common. */
function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

function excerpt(text: string | null, start: number): string | null {
  if (text === null) return null;
  const from = start > 0 ? `…${text.slice(start)}` : text;
  return from.length > longestValue ? `${from.slice(0, longestValue - 1)}…` : from;
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
