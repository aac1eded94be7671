import { rehearsalEnvironment } from "../../engine/environment.ts";
import type { AccountRecords } from "../../simulator/spacelift/queries/account.ts";
import { accessOf } from "../../simulator/spacelift/queries/attachments.ts";
import type { DependencyInput } from "../../simulator/spacelift/queries/dependencies.ts";
import { effectiveEnvironment, environmentOfPhase } from "../../simulator/spacelift/queries/environment.ts";
import type { Run } from "../../simulator/spacelift/records/run.ts";
import type { Runner } from "../runner.ts";
import { integrationCredentials } from "./credentials.ts";
import { standInFolder } from "./stand-in.ts";
import type { Workspace } from "./workspace.ts";

export type Phase = "init" | "plan" | "apply" | "perform";

/** Variables of one phase of a run, or why there are none. */
export type PhaseEnvironment =
  | { readonly ok: true; readonly variables: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reason: string };

export interface PhaseFacts {
  readonly run: Run;
  readonly phase: Phase;
  readonly apiToken: string;
  readonly inputs: readonly DependencyInput[];
}

/**
 * The variables that a phase's hooks and engine see: Spacelift's, credentials for reading or writing, and the stand-ins for
 * command-line tools on the search path.
 */
export function phaseEnvironment(
  runner: Runner,
  workspace: Workspace,
  records: AccountRecords,
  facts: PhaseFacts,
): PhaseEnvironment {
  const result = integrationCredentials(runner.records.world, records, facts.run, accessOf(facts.phase));
  if (!result.ok) return result;
  const variables = effectiveEnvironment(records, facts.run.stackId, {
    run: facts.run,
    apiToken: facts.apiToken,
    credentials: result.credentials,
    inputs: facts.inputs,
  });
  const path = standInFolder(runner.records.world, workspace, result.account, runner.callerEnvironment.PATH ?? "");
  return {
    ok: true,
    variables: { ...environmentOfPhase(variables, facts.phase), ...path, HOME: workspace.home },
  };
}

/** The engine's own environment: the phase's variables without a way to anything real. */
export function engineEnvironment(
  runner: Runner,
  reattach: string,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return rehearsalEnvironment(runner.callerEnvironment, { reattach, variables });
}
