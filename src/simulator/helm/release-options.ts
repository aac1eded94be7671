/** How an operation on a release is carried out. */
export interface ReleaseOptions {
  /** Waits until all objects are ready. */
  readonly wait: boolean;
  /** With `wait`, also until jobs are complete. */
  readonly waitForJobs: boolean;
  /** Simulated seconds for each wait and each hook. */
  readonly timeout: number;
  readonly runHooks: boolean;
  /** Makes the namespace when it is missing; only installs do. */
  readonly createNamespace: boolean;
  /** Leaves the folder `crds/` of the chart out. */
  readonly skipCrds: boolean;
  /** Installs over a record that failed or was uninstalled. */
  readonly replace: boolean;
  /** Takes objects over that others made. */
  readonly takeOwnership: boolean;
  /** A failed install is uninstalled, a failed upgrade rolled back. */
  readonly atomic: boolean;
  /** Removes what a failed upgrade has made. */
  readonly cleanupOnFail: boolean;
  /** An upgrade begins with the last revision's values, under the given ones. */
  readonly reuseValues: boolean;
  /** An upgrade begins with the chart's defaults, even when no values are given. */
  readonly resetValues: boolean;
  /** Revisions that are kept; 0 for all. */
  readonly maxHistory: number;
  /** Said of the release instead of Helm's own words. */
  readonly description: string;
}

/** What Helm's commands do unless told otherwise. */
export const defaultOptions: ReleaseOptions = {
  wait: false,
  waitForJobs: false,
  timeout: 300,
  runHooks: true,
  createNamespace: false,
  skipCrds: false,
  replace: false,
  takeOwnership: false,
  atomic: false,
  cleanupOnFail: false,
  reuseValues: false,
  resetValues: false,
  maxHistory: 10,
  description: "",
};
