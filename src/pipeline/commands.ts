import { setImmediate } from "node:timers/promises";
import { EksStackError } from "../errors.ts";
import { runControllers } from "../simulator/kubernetes/run-controllers.ts";
import { childDecision, dependantsOf, parentsOf, waveFrom } from "../simulator/spacelift/queries/dependencies.ts";
import type { Stack } from "../simulator/spacelift/records/stack.ts";
import type { Actor } from "../simulator/world/journal.ts";
import { type EnvironmentCluster, environmentClusters } from "./applications/environment-clusters.ts";
import { followApplications, type Standing, standingOf } from "./applications/follow-applications.ts";
import { silentFailures } from "./applications/silent-failures.ts";
import { criticalPath } from "./critical-path.ts";
import type { ApplicationResult, Leftover, Summary } from "./events.ts";
import { leftoversOf } from "./ledger.ts";
import { inOrder, type Platform, stacksOf } from "./platform.ts";
import type { Runner } from "./runner.ts";
import type { StackOutcome } from "./stack-run/run-report.ts";
import { type Purpose, StackRun } from "./stack-run/stack-run.ts";
import { refuseStranding } from "./stranding.ts";
import { isGood, type OrderedOutcome, stackSteps, summarise } from "./summary.ts";
import { type Decide, planDecision, runWave, teardownDecision, type WaveMember } from "./wave.ts";

/** What `up`, `plan` and `down` are told. */
export interface PipelineRequest {
  readonly runner: Runner;
  readonly platform: Platform;
  /** Environments to work on; never empty. */
  readonly environments: readonly string[];
  /** How many stacks may run at once. */
  readonly workers: number;
  /** Warnings of the configuration, for the summary. */
  readonly warnings: readonly string[];
}

/** Applies the administrative stack, then every stack that Spacelift now holds for the environments. */
export async function up(request: PipelineRequest): Promise<Summary> {
  refuseStranding(request);
  return withSummary(request, "up", async (warn) => {
    const before = standings(request);
    letClustersGoOn(request);
    const root = await performRoot(request, "apply");
    if (root.result.state !== "FINISHED") return { outcomes: [root] };
    const { runner } = request;
    const records = runner.records.read();
    const wave = inOrder(request.platform, records, waveFrom(records, firstStacks(request)));
    const members = wave.map((stackId) => member(runner, stackId, "apply"));
    const decide: Decide = (stackId, results) => childDecision(runner.records.read(), stackId, results);
    const outcomes = await perform(request, members, decide);
    return {
      outcomes: [root, ...outcomes],
      applications: await bringApplications(request, [root, ...outcomes], { before, warn }),
    };
  });
}

/**
 * What Argo CD and Flux make of the clusters, once the stacks of their environment stand: a failed stack has said why already what it
 * brings cannot be healthy.
 */
async function bringApplications(
  { runner, environments }: PipelineRequest,
  outcomes: readonly OrderedOutcome[],
  { before, warn }: { readonly before: ReadonlyMap<string, Standing>; readonly warn: (text: string) => void },
): Promise<readonly ApplicationResult[]> {
  const failed = new Set(
    outcomes.flatMap(({ result }) => (isGood(result.state) || result.environment === null ? [] : [result.environment])),
  );
  const standing = environments.filter((environment) => !failed.has(environment));
  const brought: ApplicationResult[] = [];
  for (const one of environmentClusters(runner.clusters, standing, runner.environmentOf)) {
    if (runner.signal.aborted) break;
    runner.emit("applicationsStarted", { environment: one.environment });
    const results = await followApplications(runner.clusters, one, {
      actor: controllersOf(runner, one),
      before: before.get(one.environment) ?? { at: one.cluster.now, applications: new Map() },
      stackSeconds: criticalPath(stackSteps(outcomes)).seconds,
      report: (result) => runner.emit("applicationFinished", { result }),
      pause: setImmediate,
      signal: runner.signal,
    });
    brought.push(...results);
    for (const warning of silentFailures(one)) warn(warning);
  }
  return brought;
}

/**
 * Plans the administrative stack and every stack that exists. A stack is skipped whose inputs are not there yet, or would be others
 * after the plans of the stacks that it depends on: planned against the old ones it would tell nothing true.
 */
export async function plan(request: PipelineRequest): Promise<Summary> {
  refuseStranding(request);
  return withSummary(request, "plan", async (warn) => {
    const root = await performRoot(request, "plan");
    const { runner, platform, environments } = request;
    const stackIds = stacksOf(platform, runner.records.read(), environments);
    for (const environment of environments) {
      if (stacksOf(platform, runner.records.read(), [environment]).length > 0) continue;
      warn(`Spacelift has no stacks of ${environment} yet: they are planned after the first eks-stack up.`);
    }
    const members = stackIds.map((stackId) => member(runner, stackId, "plan"));
    const decide: Decide = (stackId, results) => planDecision(runner.records.read(), stackId, results);
    return { outcomes: [root, ...(await perform(request, members, decide))] };
  });
}

/** Destroys the stacks of the environments, dependants first; when no environment is left, what the administrative stack made. */
export async function down(request: PipelineRequest): Promise<Summary> {
  const { runner, platform, environments } = request;
  return withSummary(request, "down", async () => {
    letClustersGoOn(request);
    const records = runner.records.read();
    const members = stacksOf(platform, records, environments).map((stackId) => member(runner, stackId, "destroy"));
    const decide: Decide = (stackId, results) => teardownDecision(records, stackId, results);
    const outcomes = await perform(request, members, decide, (stackId) => dependantsOf(records, stackId));
    const all = platform.environments.every((name) => environments.includes(name));
    const gone = outcomes.every(({ result }) => result.state === "FINISHED");
    return { outcomes: all && gone ? [...outcomes, await performRoot(request, "destroy", outcomes)] : outcomes };
  });
}

/** How the applications stand in the clusters of the environments that there are already. */
function standings({ runner, environments }: PipelineRequest): ReadonlyMap<string, Standing> {
  const clusters = environmentClusters(runner.clusters, environments, runner.environmentOf);
  return new Map(clusters.map(({ environment, cluster }) => [environment, standingOf(cluster)]));
}

/** Simulated seconds that pass from one command to the next: a person reads what the first one said. */
const betweenCommands = 60;

/** What controllers had begun when the command before ended, they go on with meanwhile: a namespace may have gone by now. */
function letClustersGoOn({ runner, platform }: PipelineRequest): void {
  for (const one of environmentClusters(runner.clusters, platform.environments, runner.environmentOf)) {
    runControllers(runner.clusters, one.cluster, controllersOf(runner, one), { seconds: betweenCommands });
  }
}

/** What controllers make in AWS is booked to the stack that installed them. */
function controllersOf(runner: Runner, { stack }: EnvironmentCluster): Actor {
  return { stack: dependantsOf(runner.records.read(), stack)[0] ?? stack, run: "controllers" };
}

/** What a command came to. */
interface Done {
  readonly outcomes: readonly OrderedOutcome[];
  readonly applications?: readonly ApplicationResult[];
}

async function withSummary(
  request: PipelineRequest,
  command: Summary["command"],
  work: (warn: (text: string) => void) => Promise<Done>,
): Promise<Summary> {
  const { runner } = request;
  const warnings = [...request.warnings];
  const { name, version } = runner.engine;
  const started = runner.clock();
  runner.emit("started", { command, engine: { name, version }, world: runner.worldFolder });
  const { outcomes, applications = [] } = await work((text) => void warnings.push(text));
  const summary = summarise({
    command,
    engine: { name, version },
    outcomes,
    applications,
    realSeconds: (runner.clock() - started) / 1_000,
    warnings,
    leftovers: command === "down" ? leftoversOfRequest(request) : [],
    stopped: runner.signal.aborted,
  });
  const { world } = runner.records;
  world.advanceTo(new Date(world.now.getTime() + summary.simulatedSeconds * 1_000));
  runner.emit("summary", summary);
  return summary;
}

/** What is left of the environments that were torn down. */
function leftoversOfRequest({ runner, platform, environments }: PipelineRequest): readonly Leftover[] {
  const leftovers = leftoversOf(runner.records.world);
  if (platform.environments.every((name) => environments.includes(name))) return leftovers;
  const torn = new Set(stacksOf(platform, runner.records.read(), environments));
  return leftovers.filter(({ stack }) => torn.has(stack));
}

async function performRoot(
  request: PipelineRequest,
  purpose: Purpose,
  after: readonly StackOutcome[] = [],
): Promise<OrderedOutcome> {
  const { runner, platform } = request;
  const outcome = await new StackRun(runner, stackOf(runner, platform.rootStackId), purpose).perform();
  return { ...outcome, after: after.map(({ result }) => result.stack) };
}

/** @param stacksBefore ids of the stacks that a stack comes after; those it depends on unless it is torn down */
async function perform(
  request: PipelineRequest,
  members: readonly WaveMember[],
  decide: Decide,
  stacksBefore?: (stackId: string) => readonly string[],
): Promise<readonly OrderedOutcome[]> {
  const { runner, platform } = request;
  const records = runner.records.read();
  const before = stacksBefore ?? ((stackId: string) => [platform.rootStackId, ...parentsOf(records, stackId)]);
  const nameOf = (stackId: string): string => records.stacks.get(stackId)?.name ?? stackId;
  const unlessStopped: Decide = (stackId, results) =>
    runner.signal.aborted ? { verdict: "skip", note: "the command was stopped" } : decide(stackId, results);
  const outcomes = await runWave(members, unlessStopped, request.workers);
  return outcomes.map((outcome, index) => {
    const stackId = members[index]?.stackId ?? "";
    return { ...outcome, after: before(stackId).map(nameOf) };
  });
}

function member(runner: Runner, stackId: string, purpose: Purpose): WaveMember {
  const run = new StackRun(runner, stackOf(runner, stackId), purpose);
  return { stackId, perform: () => run.perform(), skip: (note) => run.skip(note) };
}

/** Stacks of the environments that depend on no other of them: a run of these brings the others along. */
function firstStacks({ runner, platform, environments }: PipelineRequest): readonly string[] {
  const records = runner.records.read();
  const stacks = stacksOf(platform, records, environments);
  return stacks.filter((stackId) => !parentsOf(records, stackId).some((parent) => stacks.includes(parent)));
}

function stackOf(runner: Runner, stackId: string): Stack {
  const stack = runner.records.read().stacks.get(stackId);
  if (stack) return stack;
  throw new EksStackError({
    code: "ES0421",
    problem: `Spacelift has no stack ${stackId}.`,
    hint: "Run eks-stack onboard: the administrative stack is made by hand once.",
  });
}
