import { applicationKind, specOf } from "../simulator/argo-cd/application.ts";
import { requestSync } from "../simulator/argo-cd/requests.ts";
import { type ApplicationStatus, applicationStatuses } from "../simulator/gitops-status.ts";
import { KubernetesApi, systemUser } from "../simulator/kubernetes/api.ts";
import type { Cluster } from "../simulator/kubernetes/cluster.ts";
import type { Clusters } from "../simulator/kubernetes/clusters.ts";
import { textAt } from "../simulator/kubernetes/fields.ts";
import { runControllers } from "../simulator/kubernetes/run-controllers.ts";
import type { Actor } from "../simulator/world/journal.ts";
import type { ApplicationResult } from "./events.ts";

/** Simulated seconds that the applications of an environment may take from one act of a person to the next. */
const patience = 3 * 3_600;

/** More acts than there are applications to sync by hand. */
const mostActs = 200;

/**
 * Lets the controllers of a cluster bring its applications, until all are healthy or nothing moves any more. Where a person is needed,
 * the rehearsal plays that person, as it confirms plans: it syncs what nobody syncs automatically.
 */
export function followApplications(
  clusters: Clusters,
  { environment, cluster }: { readonly environment: string; readonly cluster: Cluster },
  actor: Actor,
): readonly ApplicationResult[] {
  const started = cluster.now.getTime();
  const api = new KubernetesApi(cluster, systemUser, "person", clusters);
  const pressed = new Set<string>();
  for (let acts = 0; acts < mostActs; acts += 1) {
    runControllers(clusters, cluster, actor, { seconds: patience });
    const acted = pressSync(api, pressed);
    clusters.world.commit(actor);
    if (!acted) break;
  }
  return applicationStatuses(cluster).map((status) => resultOf(environment, status, started));
}

/** Syncs every Application that only people sync and that differs from git, once for each state of git. True when it pressed. */
function pressSync(api: KubernetesApi, pressed: Set<string>): boolean {
  let acted = false;
  for (const application of api.list(applicationKind)) {
    const isRunning =
      textAt(application, "status.operationState.phase") === "Running" || application.operation !== undefined;
    if (specOf(application).automated || isRunning || textAt(application, "status.sync.status") !== "OutOfSync")
      continue;
    const key = `${application.metadata.uid} ${JSON.stringify(application.status?.sync ?? null)}`;
    if (pressed.has(key)) continue;
    pressed.add(key);
    requestSync(api, application, { username: "the rehearsal" });
    acted = true;
  }
  return acted;
}

function resultOf(environment: string, status: ApplicationStatus, started: number): ApplicationResult {
  const { name, engine, sync, health, message, wave } = status;
  const seconds = (time: string | undefined): number =>
    time === undefined ? 0 : Math.max(0, (new Date(time).getTime() - started) / 1_000);
  return { environment, name, engine, sync, health, message, wave, finishedAfter: seconds(status.finishedAt) };
}
