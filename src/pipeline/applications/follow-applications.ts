import { type ApplicationStatus, applicationStatuses } from "../../simulator/gitops-status.ts";
import { systemUser } from "../../simulator/kubernetes/access/user.ts";
import { KubernetesApi } from "../../simulator/kubernetes/api.ts";
import type { Cluster } from "../../simulator/kubernetes/cluster.ts";
import type { Clusters } from "../../simulator/kubernetes/clusters.ts";
import { runControllers } from "../../simulator/kubernetes/run-controllers.ts";
import type { Actor } from "../../simulator/world/journal.ts";
import type { ApplicationResult } from "../events.ts";
import { isHealthy } from "./health.ts";
import { Person } from "./person.ts";

/** Simulated seconds that the applications of an environment may take from one act of a person to the next. */
const patience = 3 * 3_600;

/** Simulated seconds between two looks at how the applications stand. */
const lookEvery = 30;

/** More acts than there are applications to sync by hand. */
const mostActs = 200;

/** How the applications of a cluster stood at one moment. */
export interface Standing {
  /** Time inside the cluster. */
  readonly at: Date;
  /** By kind and name. */
  readonly applications: ReadonlyMap<string, ApplicationStatus>;
}

/** How the applications of a cluster stand now. */
export function standingOf(cluster: Cluster): Standing {
  return { at: cluster.now, applications: new Map(applicationStatuses(cluster).map((one) => [keyOf(one), one])) };
}

/** Who follows, since when, and what is told meanwhile. */
interface Following {
  readonly actor: Actor;
  /** How the applications stood when the command began. */
  readonly before: Standing;
  /** Simulated seconds that the stacks took since then; applications that need none of it go on meanwhile. */
  readonly stackSeconds: number;
  /** Told once of each application: when it is healthy, or at the end what it is instead. */
  readonly report: (result: ApplicationResult) => void;
  /** Lets the process do something else, for example draw: the controllers compute without a break. */
  readonly pause: () => Promise<void>;
  /** Ends the wait early. */
  readonly signal: AbortSignal;
}

/**
 * Lets the controllers of a cluster bring its applications, until all are healthy or nothing moves any more. Where a person is needed,
 * the rehearsal plays that person, as it confirms plans: it syncs what nobody syncs automatically.
 */
export async function followApplications(
  clusters: Clusters,
  { environment, cluster }: { readonly environment: string; readonly cluster: Cluster },
  { actor, before, stackSeconds, report, pause, signal }: Following,
): Promise<readonly ApplicationResult[]> {
  const started = Math.min(cluster.now.getTime(), before.at.getTime() + stackSeconds * 1_000);
  const person = new Person(new KubernetesApi(cluster, systemUser, "person", clusters));
  const results = (): readonly ApplicationResult[] =>
    applicationStatuses(cluster).map((status) =>
      resultOf(environment, status, { started, before: before.applications.get(keyOf(status)) }),
    );
  const told = new Map<string, ApplicationResult>();
  const tell = (result: ApplicationResult): void => {
    if (told.has(keyOf(result))) return;
    told.set(keyOf(result), result);
    report(result);
  };
  // What was healthy before and did not change yet may still do so.
  const isNews = (result: ApplicationResult): boolean => {
    const earlier = before.applications.get(keyOf(result));
    return isHealthy(result) && (result.changed || earlier === undefined || !isHealthy(earlier));
  };
  for (let acts = 0; acts < mostActs && !signal.aborted; acts += 1) {
    let isQuiet = false;
    for (let seconds = 0; seconds < patience && !isQuiet && !signal.aborted; seconds += lookEvery) {
      isQuiet = runControllers(clusters, cluster, actor, { seconds: lookEvery }).met;
      for (const result of results().filter(isNews)) tell(result);
      await pause();
    }
    const acted = person.act();
    clusters.world.commit(actor);
    if (!acted) break;
  }
  const last = results();
  for (const result of last) {
    if (!isHealthy(result)) told.delete(keyOf(result));
    tell(result);
  }
  // Nodes that come later may make an application progress once more; what waits for it went on when it was healthy first.
  return last.map((result) => ({ ...result, finishedAfter: told.get(keyOf(result))?.finishedAfter ?? 0 }));
}

function keyOf({ kind, name }: Pick<ApplicationStatus, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function resultOf(
  environment: string,
  status: ApplicationStatus,
  { started, before }: { readonly started: number; readonly before: ApplicationStatus | undefined },
): ApplicationResult {
  const { name, kind, engine, sync, health, message, wave, parent, healthySince, lastChange } = status;
  const healthyAt = healthySince === undefined ? started : new Date(healthySince).getTime();
  const finishedAfter = Math.max(0, (healthyAt - started) / 1_000);
  const changed = before?.lastChange !== lastChange;
  return { environment, name, kind, engine, sync, health, message, changed, wave, parent, finishedAfter };
}
