import { Aws } from "../aws/client.ts";
import type { Actor } from "../world/journal.ts";
import { systemUser } from "./access/user.ts";
import { KubernetesApi } from "./api.ts";
import type { Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import type { Controller, ControllerContext } from "./controller.ts";
import { KubernetesError } from "./server/kubernetes-error.ts";

/** What is waited for while controllers run. */
export interface Wait {
  /** Simulated seconds that may pass. */
  readonly seconds: number;
  /** Ends the wait early when it holds; without it, the wait ends when nothing moves any more, or when the time is over. */
  readonly until?: () => boolean;
}

/** How a wait ended. */
export interface Waited {
  /** What was waited for holds; without a condition, nothing moves any more. */
  readonly met: boolean;
  /** Simulated seconds that passed. A condition that cannot come true any more takes the whole time, as for real. */
  readonly seconds: number;
}

interface Timer {
  readonly controller: string;
  /** ISO 8601, so that texts compare like times. */
  readonly due: string;
}

/** What ended the last look of a controller. */
type ControllerFailure = {
  readonly controller: string;
  readonly message: string;
  /** Looks that failed one after the other. */
  readonly attempts: number;
};

const failureTable = "failure";

/** Seconds until a controller looks again that was refused something, and at most. Source: back-off of controller-runtime, coarser. */
const firstRetry = 1;
const longestRetry = 60;

/** More rounds than any cluster needs to come to rest at one moment: controllers that undo each other's work reach it. */
const tooManyRounds = 5_000;

/** What each controller had seen at its last look. */
const lastLooks = new WeakMap<Cluster, Map<string, number>>();

/**
 * Lets the controllers of a cluster work, and simulated time pass where they wait, in the actor's name.
 *
 * @throws RangeError for controllers that never come to rest, which is a defect
 */
export function runControllers(clusters: Clusters, cluster: Cluster, actor: Actor, wait: Wait): Waited {
  const started = cluster.now.getTime();
  const end = started + wait.seconds * 1_000;
  const passed = (): number => (cluster.now.getTime() - started) / 1_000;
  return clusters.world.atomically(() => {
    try {
      for (;;) {
        reconcileUntilQuiet(clusters, cluster, actor);
        if (wait.until?.()) return { met: true, seconds: passed() };
        const next = nextTime(clusters, cluster);
        if (next === undefined || next > end) {
          if (wait.until || next !== undefined) cluster.advanceTo(new Date(end));
          return { met: next === undefined && !wait.until, seconds: passed() };
        }
        cluster.advanceTo(new Date(next));
      }
    } finally {
      clusters.world.commit(actor);
    }
  });
}

/** Lets so many simulated seconds pass in every cluster that is in use. */
export function letClustersRun(clusters: Clusters, actor: Actor, seconds: number): void {
  for (const cluster of clusters.inUse) runControllers(clusters, cluster, actor, { seconds });
}

function reconcileUntilQuiet(clusters: Clusters, cluster: Cluster, actor: Actor): void {
  for (let round = 0; ; round += 1) {
    const due = dueControllers(cluster);
    const ready = clusters.controllers.filter((controller) => hasWork(cluster, controller, due));
    if (ready.length === 0) return;
    if (round > tooManyRounds) {
      throw new RangeError(`controllers never come to rest: ${ready.map(({ name }) => name).join(", ")}`);
    }
    for (const controller of ready) look(cluster, controller, actor, clusters);
  }
}

/** Whether something was written that a controller watches, or a time has come that it waits for. */
function hasWork(cluster: Cluster, controller: Controller, due: ReadonlySet<string>): boolean {
  if (due.has(controller.name) || looksOf(cluster).get(controller.name) !== seenBy(cluster, controller)) {
    return controller.isRunning?.(cluster) ?? true;
  }
  return false;
}

function look(cluster: Cluster, controller: Controller, actor: Actor, clusters: Clusters): void {
  looksOf(cluster).set(controller.name, seenBy(cluster, controller));
  const timers = cluster.table<Timer>("timer");
  const asked = new Set<string>();
  timers.delete(retryOf(controller));
  const context: ControllerContext = {
    cluster,
    api: new KubernetesApi(cluster, systemUser, controller.name, clusters),
    aws: (principal) =>
      new Aws({ world: cluster.world, actor, principal, account: cluster.account, region: cluster.region }),
    elapsed: (key, seconds) => {
      const id = timerOf(controller, key);
      asked.add(id);
      const timer = timers.get(id);
      if (!timer) {
        if (seconds <= 0) return true;
        timers.put(id, { controller: controller.name, due: after(cluster, seconds) });
        return false;
      }
      if (timer.due > cluster.now.toISOString()) return false;
      timers.delete(id);
      return true;
    },
  };
  const failures = cluster.table<ControllerFailure>(failureTable);
  try {
    controller.reconcile(context);
    failures.delete(controller.name);
    // A time that nobody asks for any more would wake the controller for nothing.
    for (const id of timers.keys()) {
      if (!asked.has(id) && timers.get(id)?.controller === controller.name) timers.delete(id);
    }
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    const attempts = (failures.get(controller.name)?.attempts ?? 0) + 1;
    failures.put(controller.name, { controller: controller.name, message: error.message, attempts });
    const pause = Math.min(firstRetry * 2 ** (attempts - 1), longestRetry);
    timers.put(retryOf(controller), { controller: controller.name, due: after(cluster, pause) });
  }
}

/** Controllers whose last look ended in a refusal of the API server, with the refusal. */
export function failuresOf(cluster: Cluster): readonly ControllerFailure[] {
  return cluster.table<ControllerFailure>(failureTable).rows();
}

const nobody: ReadonlySet<string> = new Set();

/** Names of controllers that wait for a time that has come. */
function dueControllers(cluster: Cluster): ReadonlySet<string> {
  const timers = cluster.table<Timer>("timer").rows();
  if (timers.length === 0) return nobody;
  const now = cluster.now.toISOString();
  return new Set(timers.flatMap(({ controller, due }) => (due <= now ? [controller] : [])));
}

/** The next time that a controller that is running waits for, in milliseconds. */
function nextTime(clusters: Clusters, cluster: Cluster): number | undefined {
  const timers = cluster.table<Timer>("timer").rows();
  const waiting = new Set(timers.map(({ controller }) => controller));
  const running = new Set(
    clusters.controllers
      .filter((controller) => waiting.has(controller.name) && (controller.isRunning?.(cluster) ?? true))
      .map(({ name }) => name),
  );
  let next: string | undefined;
  for (const { controller, due } of timers) {
    if (running.has(controller) && (next === undefined || due < next)) next = due;
  }
  return next === undefined ? undefined : new Date(next).getTime();
}

function timerOf({ name }: Controller, key: string): string {
  return `${name} ${key}`;
}

/** The time after which a controller looks again that was refused something. */
function retryOf(controller: Controller): string {
  return timerOf(controller, "after a refusal");
}

function after(cluster: Cluster, seconds: number): string {
  return new Date(cluster.now.getTime() + seconds * 1_000).toISOString();
}

function looksOf(cluster: Cluster): Map<string, number> {
  let looks = lastLooks.get(cluster);
  if (!looks) {
    looks = new Map();
    lastLooks.set(cluster, looks);
  }
  return looks;
}

/** The sum of the versions of what a controller watches: since versions only rise, another sum is another state. */
function seenBy(cluster: Cluster, { watches }: Controller): number {
  let sum = 0;
  for (const kind of watches) sum += cluster.version(kind);
  return sum;
}
