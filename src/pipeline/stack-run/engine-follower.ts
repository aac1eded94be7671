import type { EngineEvent, HookEvent } from "../../engine/events.ts";
import type { ChangeAction, Emit } from "../events.ts";
import type { AppliedOperation } from "../stack-time.ts";

/** What the engine warns of when only some resources are asked for, as a tear-down does to lift protections. */
const aboutTargets: ReadonlySet<string> = new Set([
  "Resource targeting is in effect",
  "Applied changes may be incomplete",
]);

/** Turns the engine's stream into events of the pipeline and remembers what was applied. */
export class EngineFollower {
  readonly applied: AppliedOperation[] = [];
  readonly #emit: Emit;
  readonly #run: { readonly stack: string; readonly environment: string | null; readonly run: string };

  constructor(emit: Emit, run: { readonly stack: string; readonly environment: string | null; readonly run: string }) {
    this.#emit = emit;
    this.#run = run;
  }

  follow(event: EngineEvent): void {
    if (event.type === "apply_complete") this.#completed(event);
    if (event.type !== "diagnostic") return;
    const { severity, summary, detail, address, range } = event.diagnostic;
    if (aboutTargets.has(summary)) return;
    this.#emit("diagnostic", {
      ...this.#run,
      severity,
      summary,
      detail,
      address: address ?? null,
      file: range ? `${range.filename}:${range.start.line}` : null,
    });
  }

  /** Resources added, changed in place and destroyed so far. */
  counts(): { added: number; changed: number; destroyed: number } {
    const count = (wanted: AppliedOperation["action"]): number =>
      this.applied.filter(({ action }) => action === wanted).length;
    return { added: count("create"), changed: count("update"), destroyed: count("delete") };
  }

  #completed({ hook }: HookEvent): void {
    const action = hook.action;
    if (action !== "create" && action !== "update" && action !== "delete") return;
    const { addr: address, resource_type: type } = hook.resource;
    const id = hook.id_value ?? null;
    this.applied.push({ address, type, id, action });
    this.#emit("applied", { ...this.#run, address, action: action satisfies ChangeAction, id });
  }
}
