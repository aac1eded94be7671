import { Aws } from "../aws/client.ts";
import type { Actor } from "../world/journal.ts";
import { KubernetesApi, systemUser } from "./api.ts";
import type { Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import type { Controller, ControllerContext } from "./controller.ts";

/** What is waited for while controllers run. */
export interface Wait {
  /** Simulated seconds that may pass. */
  readonly seconds: number;
  /** Ends the wait early when it holds; without it, the wait ends when nothing moves any more, or when the time is over. */
  readonly until?: () => boolean;
}

export interface Waited {
  /** What was waited for holds; without a condition, nothing moves any more. */
  readonly met: boolean;
  /** Simulated seconds that passed. A condition that cannot come true any more takes the whole time, as for real. */
  readonly seconds: number;
}

interface Timer {
  readonly due: string;
}

/** More rounds than any cluster needs to come to rest at one moment: controllers that undo each other's work reach it. */
const tooManyRounds = 5_000;

/** Versions of watched kinds at each controller's last look. */
const lastLooks = new WeakMap<Cluster, Map<string, string>>();

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

function reconcileUntilQuiet(clusters: Clusters, cluster: Cluster, actor: Actor): void {
  for (let round = 0; ; round += 1) {
    const ready = clusters.controllers.filter((controller) => hasWork(cluster, controller));
    if (ready.length === 0) return;
    if (round > tooManyRounds) {
      throw new RangeError(`controllers never come to rest: ${ready.map(({ name }) => name).join(", ")}`);
    }
    for (const controller of ready) look(cluster, controller, actor, clusters);
  }
}

/** Whether something was written that a controller watches, or a time has come that it waits for. */
function hasWork(cluster: Cluster, controller: Controller): boolean {
  if (looksOf(cluster).get(controller.name) !== seenBy(cluster, controller) || hasDueTimer(cluster, controller)) {
    return controller.isRunning?.(cluster) ?? true;
  }
  return false;
}

function look(cluster: Cluster, controller: Controller, actor: Actor, clusters: Clusters): void {
  looksOf(cluster).set(controller.name, seenBy(cluster, controller));
  const now = cluster.now.getTime();
  const timers = cluster.table<Timer>("timer");
  const asked = new Set<string>();
  const context: ControllerContext = {
    cluster,
    api: new KubernetesApi(cluster, systemUser, controller.name, clusters),
    aws: (principal) =>
      new Aws({ world: cluster.world, actor, principal, account: cluster.account, region: cluster.region }),
    elapsed: (key, seconds) => {
      const id = `${controller.name} ${key}`;
      asked.add(id);
      const timer = timers.get(id);
      if (!timer) {
        if (seconds <= 0) return true;
        timers.put(id, { due: new Date(now + seconds * 1_000).toISOString() });
        return false;
      }
      if (new Date(timer.due).getTime() > now) return false;
      timers.delete(id);
      return true;
    },
  };
  controller.reconcile(context);
  // A time that nobody asks for any more would wake the controller for nothing.
  for (const id of [...timers.keys()]) {
    const timer = timers.get(id);
    if (id.startsWith(`${controller.name} `) && !asked.has(id) && timer) timers.delete(id);
  }
}

function hasDueTimer(cluster: Cluster, controller: Controller): boolean {
  const now = cluster.now.getTime();
  for (const [id, timer] of timersOf(cluster)) {
    if (id.startsWith(`${controller.name} `) && new Date(timer.due).getTime() <= now) return true;
  }
  return false;
}

/** The next time that a controller that is running waits for, in milliseconds. */
function nextTime(clusters: Clusters, cluster: Cluster): number | undefined {
  const running = clusters.controllers.filter((controller) => controller.isRunning?.(cluster) ?? true);
  const times = timersOf(cluster)
    .filter(([id]) => running.some(({ name }) => id.startsWith(`${name} `)))
    .map(([, { due }]) => new Date(due).getTime());
  return times.length === 0 ? undefined : Math.min(...times);
}

function timersOf(cluster: Cluster): (readonly [string, Timer])[] {
  const timers = cluster.table<Timer>("timer");
  return [...timers.keys()].flatMap((id) => {
    const timer = timers.get(id);
    return timer ? [[id, timer] as const] : [];
  });
}

function looksOf(cluster: Cluster): Map<string, string> {
  let looks = lastLooks.get(cluster);
  if (!looks) {
    looks = new Map();
    lastLooks.set(cluster, looks);
  }
  return looks;
}

function seenBy(cluster: Cluster, { watches }: Controller): string {
  return watches.map((kind) => cluster.version(kind)).join(" ");
}
