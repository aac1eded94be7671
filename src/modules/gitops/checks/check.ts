import type { Environment } from "../../../configuration/environment.ts";
import type { ChartName, ChartVersion } from "../../../configuration/versions.ts";
import type { Problem } from "../../../errors.ts";
import type { PlatformApplication } from "../application.ts";

/** What the checks see of one environment: everything that is to run, before anything is rendered or started. */
export interface Planned {
  readonly environment: Environment;
  readonly applications: readonly PlatformApplication[];
  /** Version of each chart. */
  readonly charts: Readonly<Record<ChartName, ChartVersion>>;
}

/** Finds problems of one kind; never throws, so that all problems show at once. */
export type ApplicationCheck = (planned: Planned) => Problem[];

/** A problem of an application of an environment. */
export function problemOf(
  { environment }: Planned,
  application: Pick<PlatformApplication, "name">,
  problem: Pick<Problem, "code" | "problem" | "hint"> & { readonly at?: readonly (string | number)[] },
): Problem {
  return { ...problem, at: [environment.name, application.name, ...(problem.at ?? [])] };
}

/** True when an application is there, and healthy, before another one is applied: Flux comes after all waves of Argo CD. */
export function isBefore(one: PlatformApplication, other: PlatformApplication): boolean {
  if (one.engine !== other.engine) return one.engine === "argo-cd";
  return one.wave < other.wave;
}
