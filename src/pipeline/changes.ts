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
export function actionOf(change: PlannedChange): ChangeAction | undefined {
  const actions = change.actions.join("+");
  if (actions === "no-op") return change.importing ? "import" : undefined;
  if (actions === "delete+create" || actions === "create+delete") return "replace";
  if (actions === "create" || actions === "update" || actions === "delete" || actions === "forget") return actions;
  return undefined;
}

function attributesOf(change: PlannedChange, action: ChangeAction): AttributeChange[] {
  if (action !== "update" && action !== "replace") return [];
  const before = recordOf(change.before);
  const after = recordOf(change.after);
  const unknown = recordOf(change.after_unknown);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])].sort();
  return names.flatMap((name) => {
    const isUnknown = holdsTrue(unknown[name]);
    if (!isUnknown && sameJson(before[name], after[name])) return [];
    const wasSensitive = holdsTrue(recordOf(change.before_sensitive)[name]);
    const isSensitive = wasSensitive || holdsTrue(recordOf(change.after_sensitive)[name]);
    return [
      {
        path: name,
        before: isSensitive ? "(sensitive)" : valueText(before[name]),
        after: isUnknown ? "(known after apply)" : isSensitive ? "(sensitive)" : valueText(after[name]),
      },
    ];
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

/** Longest text of a value that a line of a plan shows, in characters. */
const longestValue = 100;

function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
