import { EksStackError, exitCodes } from "../errors.ts";
import { abandonedApplications } from "./applications/abandoned-applications.ts";
import { environmentClusters } from "./applications/environment-clusters.ts";
import type { PipelineRequest } from "./commands.ts";
import { environmentOfStack } from "./platform.ts";

/**
 * Looks whether a change would leave something behind that nobody could remove any more, before anything runs.
 *
 * @throws EksStackError ES0422 for stacks, ES0423 for applications, ES0424 for clusters
 */
export function refuseStranding(request: PipelineRequest): void {
  refuseOrphans(request);
  refuseMovedClusters(request);
  refuseAbandoned(request);
}

/**
 * Stacks that still hold resources and that no environment declares any more: the administrative stack would delete them, and nobody
 * could remove their resources.
 */
function refuseOrphans({ runner, platform }: PipelineRequest): void {
  const records = runner.records.read();
  const problems = [...records.stacks.values()].flatMap(({ id, name, resourceCount, projectRoot }) => {
    if (resourceCount === 0 || id === platform.rootStackId) return [];
    const environment = environmentOfStack(platform, records, id);
    if (environment !== null && platform.projectRoots.includes(projectRoot ?? "")) return [];
    return {
      code: "ES0422",
      file: projectRoot ?? "",
      problem: `The stack ${name} belongs to no environment any more and still holds ${resourceCount} resources, which nothing could remove once it is deleted.`,
      hint:
        environment === null
          ? "Put the environment's file back, run eks-stack synth and eks-stack down for it, then take the file away."
          : `Switch it on again in environments/${environment}.ts and run eks-stack synth; destroy it, in Spacelift by a task in that stack, in a rehearsal by eks-stack down ${environment}; then switch it off.`,
    };
  });
  if (problems.length > 0) throw new EksStackError(problems, exitCodes.invalid);
}

/**
 * Clusters that stand under another name or elsewhere than declared: another one would take their place while everything is in them, and
 * the rights of the runs are those for the new name alone.
 */
function refuseMovedClusters({ runner, environments, platform }: PipelineRequest): void {
  const problems = environmentClusters(runner.clusters, environments, runner.environmentOf).flatMap(
    ({ environment, cluster }) => {
      const declared = platform.clusters[environment];
      const standing = { account: cluster.account, region: cluster.region, name: cluster.name };
      const changed = (["name", "region", "account"] as const).find((part) => declared?.[part] !== standing[part]);
      if (!declared || changed === undefined) return [];
      return {
        code: "ES0424",
        file: `environments/${environment}.ts`,
        at: changed === "name" ? ["cluster", "name"] : [changed],
        problem: `The cluster of ${environment} stands with the ${changed} ${standing[changed]}; with ${declared[changed]} it would be destroyed with everything in it, and another one made.`,
        hint: `Put ${standing[changed]} back and run eks-stack synth and eks-stack down ${environment}, then change it.`,
      };
    },
  );
  if (problems.length > 0) throw new EksStackError(problems, exitCodes.invalid);
}

/** Applications that were switched off while nothing removes them: the deployments stack would destroy what they hold, and they stay. */
function refuseAbandoned({ runner, environments }: PipelineRequest): void {
  const problems = environmentClusters(runner.clusters, environments, runner.environmentOf).flatMap(
    ({ environment, cluster }) => {
      const names = abandonedApplications(cluster, runner.clusters.repositories);
      if (names.length === 0) return [];
      return {
        code: "ES0423",
        file: `environments/${environment}.ts`,
        at: ["gitOps"],
        problem: `Nothing removes what was switched off in ${environment}: ${names.join(", ")}. The deployments stack would take namespaces and data from under it.`,
        hint: 'Switch it on again, set gitOps to { sync: "automatic", prune: true }, run eks-stack synth and up; then switch it off.',
      };
    },
  );
  if (problems.length > 0) throw new EksStackError(problems, exitCodes.invalid);
}
