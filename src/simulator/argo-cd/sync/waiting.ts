import { groupOf } from "../../kubernetes/object.ts";
import { type SyncTask, subjectOf } from "./tasks.ts";

/** What a sync says while tasks run: hooks first. */
export function waitingMessage(running: readonly SyncTask[]): string {
  const hooks = running.filter(({ hook }) => hook !== undefined);
  const shown = hooks.length > 0 ? hooks : running;
  const [first] = shown;
  if (!first) return "";
  const { apiVersion, kind, metadata } = subjectOf(first);
  const object = [groupOf(apiVersion), kind, metadata.name].filter((part) => part !== "").join("/");
  const what = first.pruned ? "deletion of" : hooks.length > 0 ? "completion of hook" : "healthy state of";
  const more = shown.length - 1;
  const others = more > 0 ? ` and ${more} more ${hooks.length > 0 ? "hooks" : "resources"}` : "";
  return `waiting for ${what} ${object}${others}`;
}
