import type { Step } from "../critical-path.ts";
import type { ApplicationResult, StackResult } from "../events.ts";

/**
 * Applications as steps behind the stacks of their environment. One takes as long as it was the last to be waited for: from the moment
 * when its siblings of lower waves were healthy; one that made others, from the moment when those were.
 */
export function applicationSteps(
  stacks: readonly Pick<StackResult, "stack" | "environment">[],
  applications: readonly ApplicationResult[],
): Step[] {
  return applications.map((application) => {
    const before = applications.filter((other) => isBefore(other, application));
    const begin = Math.max(0, ...before.map(({ finishedAfter }) => finishedAfter));
    const own = stacks.filter(({ environment }) => environment === application.environment);
    return {
      name: stepName(application),
      seconds: Math.max(0, application.finishedAfter - begin),
      after: [...own.map(({ stack }) => stack), ...before.map(stepName)],
    };
  });
}

function isBefore(other: ApplicationResult, application: ApplicationResult): boolean {
  if (other.environment !== application.environment || other.engine !== application.engine) return false;
  const isChild = other.parent === application.name && application.kind !== "HelmRelease";
  return isChild || (other.parent === application.parent && other.wave < application.wave);
}

function stepName({ environment, kind, name }: ApplicationResult): string {
  return `${environment}: ${kind} ${name}`;
}
