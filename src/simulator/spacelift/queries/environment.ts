import type { ConfigOwnerKind } from "../records/configuration.ts";
import type { Run } from "../records/run.ts";
import type { Stack } from "../records/stack.ts";
import type { AccountRecords } from "./account.ts";
import { contextsOf } from "./attachments.ts";
import type { DependencyInput } from "./dependencies.ts";

/** Where a variable or file comes from. */
export interface ConfigSource {
  readonly kind:
    | "runtime-config"
    | "dependency"
    | "stack"
    | "context"
    | "auto-attached-context"
    | "integration"
    | "computed";
  readonly id: string;
}

/** A variable as a run gets it. */
export interface EffectiveVariable {
  /** Without the `ro_` or `wo_` prefix. */
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  /** `read`: every phase but applying (`ro_`); `write`: applying only (`wo_`). */
  readonly phases: "all" | "read" | "write";
  readonly source: ConfigSource;
  /** Place of the definition in the order of precedence; 0 is the highest. */
  readonly rank: number;
  /** Definitions of the same name that this one hides, highest first. */
  readonly hides: readonly ConfigSource[];
}

/** What a run adds to what the account holds. */
export interface RunEnvironment {
  readonly run: Pick<Run, "id" | "type" | "state" | "commit" | "triggeredBy" | "runtimeConfig">;
  /** Branch of the run's commit; the tracked branch when left out. */
  readonly commitBranch?: string;
  readonly localPreview?: boolean;
  /** The in-run token. */
  readonly apiToken: string;
  /** Credentials that the AWS integration gives, by variable name. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly inputs: readonly DependencyInput[];
}

interface Definition {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly source: ConfigSource;
}

/**
 * The environment of a stack's run, by name, with Spacelift's precedence: run configuration, dependency inputs, stack, attached
 * contexts by priority, contexts attached by label, integrations and computed values [spacelift.md §5.1]. The documentation does
 * not rank dependency inputs; they are set when the job is assigned, so they come above what is stored.
 */
export function effectiveEnvironment(
  records: AccountRecords,
  stackId: string,
  run: RunEnvironment,
): readonly EffectiveVariable[] {
  const stack = records.stacks.get(stackId);
  if (!stack) return [];
  const layers: readonly (readonly Definition[])[] = [
    (run.run.runtimeConfig?.environment ?? []).map(({ key, value }) =>
      define({ kind: "runtime-config", id: run.run.id }, key, value),
    ),
    run.inputs.map(({ name, value, secret, stackId: id }) => define({ kind: "dependency", id }, name, value, secret)),
    definitionsOf(records, "stack", stackId, { kind: "stack", id: stackId }),
    ...contextsOf(records, stackId).map(({ context, priority }) =>
      definitionsOf(records, "context", context.id, {
        kind: priority === null ? "auto-attached-context" : "context",
        id: context.id,
      }),
    ),
    Object.entries(run.credentials).map(([name, value]) =>
      define({ kind: "integration", id: "aws" }, name, value, true),
    ),
    computedVariables(records, stack, run),
  ];
  return rank(layers.flat());
}

/**
 * The variables of one phase, ready for a process: `${NAME}` expanded across all sources. A name that is defined for every phase and
 * for this one alone has the value of the higher rank.
 */
export function environmentOfPhase(
  variables: readonly EffectiveVariable[],
  phase: "init" | "plan" | "apply" | "perform" | "destroy",
): Readonly<Record<string, string>> {
  const scope = phase === "apply" ? "write" : "read";
  const applying = variables
    .filter(({ phases }) => phases === "all" || phases === scope)
    .sort((left, right) => right.rank - left.rank);
  return expandVariables(Object.fromEntries(applying.map(({ name, value }) => [name, value] as const)));
}

/** Replaces every `${NAME}` by the value of that name; an unknown name, or one that leads back to itself, stays as written. */
export function expandVariables(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const expand = (text: string, open: readonly string[]): string =>
    text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined || open.includes(name) ? whole : expand(value, [...open, name]);
    });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value, [name])]));
}

/** A file as a run gets it. */
export interface EffectiveFile {
  /** Relative to `/mnt/workspace`. */
  readonly path: string;
  readonly content: Buffer;
  readonly secret: boolean;
  readonly source: ConfigSource;
}

/** Mounted files of a stack, ranked as variables are. */
export function effectiveFiles(records: AccountRecords, stackId: string): readonly EffectiveFile[] {
  const owners: readonly { kind: ConfigOwnerKind; source: ConfigSource }[] = [
    { kind: "stack", source: { kind: "stack", id: stackId } },
    ...contextsOf(records, stackId).map(({ context, priority }) => ({
      kind: "context" as const,
      source: {
        kind: priority === null ? ("auto-attached-context" as const) : ("context" as const),
        id: context.id,
      },
    })),
  ];
  const files = new Map<string, EffectiveFile>();
  for (const { kind, source } of owners) {
    for (const file of records.files) {
      if (file.ownerKind !== kind || file.ownerId !== source.id || files.has(file.path)) continue;
      const content = Buffer.from(file.writeOnly ? records.reveal(file.content) : file.content, "base64");
      files.set(file.path, { path: file.path, content, secret: file.writeOnly, source });
    }
  }
  return [...files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** The values Spacelift computes for every run [spacelift.md §5.3]; `TF_VAR_spacelift_final_run_state` is left to after-run hooks. */
function computedVariables(records: AccountRecords, stack: Stack, { run, ...facts }: RunEnvironment): Definition[] {
  const prefix = "TF_VAR_spacelift_";
  const { namespace } = stack.sourceControl;
  const values: Readonly<Record<string, string>> = {
    [`${prefix}account_name`]: records.account.name,
    [`${prefix}commit_branch`]: facts.commitBranch ?? stack.branch,
    [`${prefix}commit_sha`]: run.commit ?? "",
    [`${prefix}local_preview`]: String(facts.localPreview ?? false),
    [`${prefix}project_root`]: stack.projectRoot ?? "",
    [`${prefix}repository`]: namespace ? `${namespace}/${stack.repository}` : stack.repository,
    [`${prefix}run_id`]: run.id,
    [`${prefix}run_state`]: run.state,
    [`${prefix}run_trigger`]: run.triggeredBy,
    [`${prefix}run_type`]: run.type,
    [`${prefix}space_id`]: stack.spaceId,
    [`${prefix}stack_branch`]: stack.branch,
    [`${prefix}stack_id`]: stack.id,
    [`${prefix}stack_labels`]: stack.labels.join(","),
    [`${prefix}stack_labels_list`]: JSON.stringify(stack.labels),
    [`${prefix}workspace_root`]: "/mnt/workspace",
  };
  const computed = Object.entries(values).map(([name, value]) => define({ kind: "computed", id: run.id }, name, value));
  return [...computed, define({ kind: "computed", id: run.id }, "SPACELIFT_API_TOKEN", facts.apiToken, true)];
}

function definitionsOf(
  records: AccountRecords,
  ownerKind: ConfigOwnerKind,
  ownerId: string,
  source: ConfigSource,
): Definition[] {
  return records.variables
    .filter((variable) => variable.ownerKind === ownerKind && variable.ownerId === ownerId)
    .map(({ name, value, writeOnly }) => define(source, name, writeOnly ? records.reveal(value) : value, writeOnly));
}

function define(source: ConfigSource, name: string, value: string, secret = false): Definition {
  return { name, value, secret, source };
}

/** The first definition of a name and phase wins. */
function rank(definitions: readonly Definition[]): readonly EffectiveVariable[] {
  const ranked = new Map<string, EffectiveVariable>();
  for (const [index, { name, value, secret, source }] of definitions.entries()) {
    const winner = ranked.get(name);
    if (winner) {
      ranked.set(name, { ...winner, hides: [...winner.hides, source] });
      continue;
    }
    const bare = name.replace(/^(ro|wo)_/, "");
    ranked.set(name, { name: bare, value, secret, phases: phasesOf(name), source, rank: index, hides: [] });
  }
  return [...ranked.values()].sort((left, right) =>
    left.name === right.name ? left.rank - right.rank : left.name < right.name ? -1 : 1,
  );
}

function phasesOf(name: string): EffectiveVariable["phases"] {
  if (name.startsWith("ro_")) return "read";
  return name.startsWith("wo_") ? "write" : "all";
}
