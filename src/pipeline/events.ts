import type { Problem } from "../errors.ts";
import type { RunState } from "../simulator/spacelift/records/run.ts";

/** What a plan does with a resource. */
export type ChangeAction = "create" | "update" | "replace" | "delete" | "import" | "read" | "forget";

/** One resource of a plan, in people's words. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** Attributes that force replacement. */
  readonly forcedBy: readonly string[];
  readonly attributes: readonly AttributeChange[];
}

/** One attribute before and after; `(known after apply)` and `(sensitive)` stand for what cannot be shown. */
export interface AttributeChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a stack's run came to. */
export interface StackResult {
  readonly stack: string;
  /** Null for stacks above all environments, such as the administrative one. */
  readonly environment: string | null;
  readonly state: RunState;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  /** Resources in the stack's state afterwards. */
  readonly resources: number;
  /** How long the real operations would take. */
  readonly simulatedSeconds: number;
  readonly realSeconds: number;
}

/** What an application of a cluster came to. */
export interface ApplicationResult {
  readonly environment: string;
  readonly name: string;
  /** `Application` of Argo CD, `Kustomization` or `HelmRelease` of Flux. */
  readonly kind: string;
  readonly engine: "argo-cd" | "flux";
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing` or `Unknown`. */
  readonly health: string;
  /** Why it is not healthy, in the words of what it waits for; empty for one that is. */
  readonly message: string;
  /** Whether its engine brought it, or changed something in the cluster for it, since the command began. */
  readonly changed: boolean;
  /** Order among the applications with the same parent. */
  readonly wave: number;
  /** Name of the application of the same engine that made it; null for the first ones. */
  readonly parent: string | null;
  /** Simulated seconds from the end of its stack until it was healthy; 0 when it was before. */
  readonly finishedAfter: number;
}

/** Something of the world that no stack removed. */
export interface Leftover {
  readonly kind: string;
  readonly id: string;
  readonly stack: string;
  /** Why it is still there on purpose, for example a key that waits for its deletion date; null for a true leftover. */
  readonly reason: string | null;
  /** US dollars, without traffic and stored data. */
  readonly monthlyCost: number;
}

/** The last event of `up`, `plan` and `down`. */
export interface Summary {
  readonly ok: boolean;
  /** The user ended the command before it was through. */
  readonly stopped: boolean;
  readonly command: "up" | "plan" | "down";
  readonly target: "rehearsal";
  readonly engine: { readonly name: string; readonly version: string };
  readonly stacks: readonly StackResult[];
  /** Applications of the clusters after `up`. */
  readonly applications: readonly ApplicationResult[];
  readonly realSeconds: number;
  readonly simulatedSeconds: number;
  /** Stacks and, within the slowest, operations that decide the time. */
  readonly criticalPath: readonly { readonly name: string; readonly seconds: number }[];
  readonly monthlyCost: { readonly total: number; readonly byEnvironment: Readonly<Record<string, number>> };
  readonly warnings: readonly string[];
  readonly leftovers: readonly Leftover[];
}

interface OfRun {
  readonly stack: string;
  readonly environment: string | null;
  readonly run: string;
}

/** What each kind of event says; codes and levels are in `eventKinds`. */
interface EventDetails {
  readonly started: { readonly command: string; readonly engine: Summary["engine"]; readonly world: string };
  readonly onboarded: { readonly accounts: readonly string[] };
  readonly recovered: {
    readonly stack: string;
    readonly removed: readonly string[];
    /** What could not be removed, and why. */
    readonly kept: readonly { readonly object: string; readonly reason: string }[];
  };
  readonly runState: OfRun & { readonly state: RunState; readonly note: string | null };
  readonly planned: OfRun & { readonly change: ResourceChange };
  readonly outputChanged: OfRun & { readonly output: string; readonly action: ChangeAction };
  readonly applied: OfRun & { readonly address: string; readonly action: ChangeAction; readonly id: string | null };
  readonly hook: OfRun & { readonly phase: string; readonly line: string };
  readonly policy: OfRun & { readonly policy: string; readonly outcome: "deny" | "warn"; readonly message: string };
  readonly diagnostic: OfRun & {
    readonly severity: "error" | "warning";
    readonly summary: string;
    readonly detail: string;
    readonly address: string | null;
    readonly file: string | null;
  };
  readonly stackFinished: { readonly result: StackResult };
  /** Argo CD and Flux of an environment are at work. */
  readonly applicationsStarted: { readonly environment: string };
  readonly applicationFinished: { readonly result: ApplicationResult };
  readonly problem: { readonly problem: Problem };
  readonly summary: Summary;
}

type EventType = keyof EventDetails;

/** Stable code and level of each kind of event; listed in `docs/events.md`. */
export const eventKinds: Readonly<
  Record<EventType, { readonly code: string; readonly level: "info" | "warning" | "error" }>
> = {
  started: { code: "ES1000", level: "info" },
  onboarded: { code: "ES1001", level: "info" },
  recovered: { code: "ES1002", level: "warning" },
  runState: { code: "ES1010", level: "info" },
  planned: { code: "ES1020", level: "info" },
  outputChanged: { code: "ES1021", level: "info" },
  applied: { code: "ES1030", level: "info" },
  hook: { code: "ES1040", level: "info" },
  policy: { code: "ES1050", level: "warning" },
  diagnostic: { code: "ES1060", level: "error" },
  stackFinished: { code: "ES1070", level: "info" },
  applicationsStarted: { code: "ES1071", level: "info" },
  applicationFinished: { code: "ES1072", level: "info" },
  problem: { code: "ES1080", level: "error" },
  summary: { code: "ES1090", level: "info" },
};

/** An event of the pipeline, by its type. */
export type PipelineEvent = {
  [Type in EventType]: {
    readonly type: Type;
    readonly code: string;
    readonly level: "info" | "warning" | "error";
    /** Wall clock, ISO 8601. */
    readonly time: string;
  } & EventDetails[Type];
}[EventType];

/** Where events go: a terminal, a pipe, a file, a test. */
export type Emit = <Type extends EventType>(type: Type, details: EventDetails[Type]) => void;

/** An emitter that stamps events with code, level and time. */
export function emitter(receive: (event: PipelineEvent) => void, now: () => Date): Emit {
  return (type, details) =>
    receive({
      type,
      ...eventKinds[type],
      ...levelOf(type, details),
      time: now().toISOString(),
      ...details,
    } as PipelineEvent);
}

function levelOf<Type extends EventType>(type: Type, details: EventDetails[Type]): { level?: "warning" | "error" } {
  if (type === "diagnostic" && (details as EventDetails["diagnostic"]).severity === "warning")
    return { level: "warning" };
  if (type === "applicationFinished") {
    const { result } = details as EventDetails["applicationFinished"];
    return result.health === "Healthy" && result.sync === "Synced" ? {} : { level: "error" };
  }
  if (type === "policy" && (details as EventDetails["policy"]).outcome === "deny") return { level: "error" };
  return {};
}
