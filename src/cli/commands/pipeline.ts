import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Configuration } from "../../configuration/configuration.ts";
import { selectEnvironments } from "../../configuration/load.ts";
import { findEngine } from "../../engine/find.ts";
import { exitCodes } from "../../errors.ts";
import { packageFolder } from "../../package-folder.ts";
import { down, type PipelineRequest, plan, up } from "../../pipeline/commands.ts";
import { emitter } from "../../pipeline/events.ts";
import { missingPrerequisites, onboard } from "../../pipeline/onboarding.ts";
import { environmentOfStack } from "../../pipeline/platform.ts";
import { rehearsalAttach } from "../../pipeline/rehearsal.ts";
import { RunRecords } from "../../pipeline/run-records.ts";
import { compiledPolicies } from "../../policy/evaluate.ts";
import { render } from "../../rendering/render.ts";
import { allControllers } from "../../simulator/all-controllers.ts";
import { LocalRepositories } from "../../simulator/git/local-repositories.ts";
import { Clusters } from "../../simulator/kubernetes/clusters.ts";
import { openWorld } from "../../simulator/world/storage.ts";
import type { Context } from "../context.ts";
import { declared } from "../declared.ts";
import { requireFresh } from "../freshness.ts";
import { platformOf, prerequisitesOf } from "../platform.ts";
import { reporterFor } from "../reporters/choose.ts";

const commands = { up, plan, down } as const;

/** `up`, `plan` and `down`: a rehearsal on the world, of exactly what `rendered/` says. */
export async function runPipeline(
  context: Context,
  command: keyof typeof commands,
  names: readonly string[],
  options: { readonly json?: boolean },
): Promise<number> {
  const configuration = await declared(context, { acceptsUnsupported: command === "down" });
  const environments = selectEnvironments(configuration, names);
  requireFresh(context.root, render(configuration));
  const engine = await findEngine(context.environment.PATH ?? "");
  const emit = emitter(reporterFor(context.output, options), context.now);
  const stored = openWorld(context.world, configuration.organization.spacelift.account);
  try {
    const { world } = stored;
    const prerequisites = prerequisitesOf(configuration);
    if (missingPrerequisites(world, prerequisites).length > 0) {
      onboard(world, prerequisites);
      emit("onboarded", { accounts: prerequisites.accounts.map(({ id, name }) => `${name} (${id})`) });
    }
    const platform = platformOf(configuration);
    const clusters = new Clusters(world, allControllers, checkoutOf(context.root, configuration));
    const records = new RunRecords(world, platform.account);
    const request: PipelineRequest = {
      runner: {
        records,
        repository: context.root,
        worldFolder: context.world,
        engine,
        clusters,
        attach: rehearsalAttach(clusters),
        evaluatePolicy: compiledPolicies(join(packageFolder(), "policies", "compiled")),
        callerEnvironment: context.environment,
        emit,
        signal: context.signal,
        clock: () => performance.now(),
        environmentOf: (stackId) => environmentOfStack(platform, records.read(), stackId),
      },
      platform,
      environments,
      workers: Math.max(2, availableParallelism()),
      warnings: configuration.warnings.map(({ file, problem }) => [file, problem].filter(Boolean).join(": ")),
    };
    const summary = await commands[command](request);
    if (context.signal.aborted) return exitCodes.interrupted;
    return summary.ok ? exitCodes.success : exitCodes.failed;
  } finally {
    stored.close();
  }
}

/** The repository that Argo CD and Flux read, which is the folder that the command runs in. */
function checkoutOf(folder: string, { organization, environments }: Configuration): LocalRepositories {
  const urls = [...new Set(environments.map(({ repository }) => repository))];
  return new LocalRepositories(urls.map((url) => ({ url, folder, branch: organization.versionControl.branch })));
}
