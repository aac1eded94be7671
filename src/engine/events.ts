/** One line that the engine printed with `-json`, in the engine's own words; a line that is not understood is kept as `other`. */
export type EngineEvent =
  | VersionEvent
  | LogEvent
  | DiagnosticEvent
  | ResourceChangeEvent
  | ChangeSummaryEvent
  | OutputsEvent
  | HookEvent
  | EphemeralEvent
  | OtherEvent;

interface Base {
  /** The line a person would read. */
  readonly "@message": string;
  readonly "@level": string;
  readonly "@timestamp": string;
}

export interface VersionEvent extends Base {
  readonly type: "version";
  /** Version of the stream's format. */
  readonly ui: string;
  readonly tofu?: string;
  readonly terraform?: string;
}

export interface LogEvent extends Base {
  readonly type: "log" | "init_output";
  readonly message_code?: string;
}

export interface DiagnosticEvent extends Base {
  readonly type: "diagnostic";
  readonly diagnostic: EngineDiagnostic;
}

/** A problem as the engine reports it, with its place in the configuration where there is one. */
export interface EngineDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource it happened in. */
  readonly address?: string;
  readonly range?: SourceRange;
  readonly snippet?: SourceSnippet;
}

export interface SourceRange {
  readonly filename: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

export interface SourceSnippet {
  /** Head of the block, for example `resource "aws_subnet" "a"`; null at the top of a file. */
  readonly context: string | null;
  readonly code: string;
  readonly start_line: number;
  readonly highlight_start_offset: number;
  readonly highlight_end_offset: number;
  readonly values: readonly { readonly traversal: string; readonly statement: string }[] | null;
}

/** A resource as the stream names it. */
export interface StreamResource {
  readonly addr: string;
  readonly module: string;
  readonly resource: string;
  readonly implied_provider: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly resource_key: string | number | null;
}

export type StreamAction = "noop" | "create" | "read" | "update" | "replace" | "delete" | "move" | "import" | "forget";

/** `planned_change`: what the plan will do. `resource_drift`: what changed outside of the engine. */
export interface ResourceChangeEvent extends Base {
  readonly type: "planned_change" | "resource_drift";
  readonly change: {
    readonly resource: StreamResource;
    readonly previous_resource?: StreamResource;
    readonly action: StreamAction;
    readonly reason?: string;
    readonly importing?: { readonly id: string };
  };
}

export interface ChangeSummaryEvent extends Base {
  readonly type: "change_summary";
  readonly changes: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly import?: number;
    readonly operation: "plan" | "apply" | "destroy";
  };
}

export interface OutputsEvent extends Base {
  readonly type: "outputs";
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly sensitive: boolean;
        readonly type?: unknown;
        readonly value?: unknown;
        readonly action?: StreamAction;
      }
    >
  >;
}

/** Progress of one resource. Reading a data source shows as `apply_*` with the action `read`. */
export interface HookEvent extends Base {
  readonly type:
    | "apply_start"
    | "apply_progress"
    | "apply_complete"
    | "apply_errored"
    | "provision_start"
    | "provision_progress"
    | "provision_complete"
    | "provision_errored"
    | "refresh_start"
    | "refresh_complete";
  readonly hook: {
    readonly resource: StreamResource;
    readonly action?: StreamAction;
    readonly id_key?: string;
    readonly id_value?: string;
    readonly elapsed_seconds?: number;
    readonly provisioner?: string;
    readonly output?: string;
  };
}

export interface EphemeralEvent extends Base {
  readonly type: "ephemeral_op_start" | "ephemeral_op_progress" | "ephemeral_op_complete" | "ephemeral_op_errored";
  readonly hook: {
    readonly resource: StreamResource;
    readonly action: "open" | "renew" | "close";
    readonly elapsed_seconds?: number;
  };
}

/** A line of text, or JSON of a kind that is not known here. */
export interface OtherEvent {
  readonly type: "other";
  readonly line: string;
}

const knownTypes: ReadonlySet<string> = new Set<Exclude<EngineEvent, OtherEvent>["type"]>([
  "version",
  "log",
  "init_output",
  "diagnostic",
  "planned_change",
  "resource_drift",
  "change_summary",
  "outputs",
  "apply_start",
  "apply_progress",
  "apply_complete",
  "apply_errored",
  "provision_start",
  "provision_progress",
  "provision_complete",
  "provision_errored",
  "refresh_start",
  "refresh_complete",
  "ephemeral_op_start",
  "ephemeral_op_progress",
  "ephemeral_op_complete",
  "ephemeral_op_errored",
]);

/** Reads one line of the engine's output; never fails. */
export function parseEvent(line: string): EngineEvent {
  const event = parseLine(line);
  return event !== undefined && knownTypes.has(event.type) ? (event as EngineEvent) : { type: "other", line };
}

function parseLine(line: string): { readonly type: string } | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return undefined;
    // OpenTofu gives no type to what it says while it initialises.
    const type = "type" in value ? value.type : "@message" in value ? "log" : undefined;
    return typeof type === "string" ? { ...value, type } : undefined;
  } catch {
    return undefined;
  }
}
