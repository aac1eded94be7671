import type { ChangeAction, ResourceChange } from "../../pipeline/events.ts";
import { type Output, type Style, styled } from "../output.ts";

const verbs: Readonly<Record<ChangeAction, { readonly text: string; readonly sign: string; readonly style: Style }>> = {
  create: { text: "create", sign: "+", style: "green" },
  update: { text: "update in place", sign: "~", style: "yellow" },
  replace: { text: "replace", sign: "±", style: "red" },
  delete: { text: "delete", sign: "-", style: "red" },
  import: { text: "import", sign: "⇐", style: "cyan" },
  forget: { text: "forget", sign: "·", style: "dim" },
  read: { text: "read", sign: "·", style: "dim" },
};

/**
 * A change in people's words: what happens, which attribute forces it, and each attribute before and after. What only the apply
 * tells is left out where something else changes.
 */
export function changeLines(change: ResourceChange, output: Pick<Output, "colour">): string[] {
  const { text, sign, style } = verbs[change.action];
  const reason = change.forcedBy.length > 0 ? `, because ${change.forcedBy.join(" and ")} cannot change in place` : "";
  const known = change.attributes.filter(
    ({ after, path }) => after !== "(known after apply)" || isForcing(change, path),
  );
  const shown = known.length > 0 ? known : change.attributes;
  return [
    styled(output, style, `${sign} ${text} ${change.address}${reason}`),
    ...shown.map(({ path, before, after }) => `    ${path}: ${before ?? "(none)"} → ${after ?? "(none)"}`),
  ];
}

function isForcing({ forcedBy }: ResourceChange, path: string): boolean {
  return forcedBy.some(
    (forcing) => forcing === path || forcing.startsWith(`${path}[`) || forcing.startsWith(`${path}.`),
  );
}
