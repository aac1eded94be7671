import { applicationKind } from "./argo-cd/application.ts";
import { waveOf } from "./argo-cd/sync/hooks.ts";
import { applicationOf, liveObjectsOf } from "./argo-cd/tracking.ts";
import { readInventory } from "./flux/kustomization/inventory.ts";
import { fluxKinds, isSuspended } from "./flux/objects.ts";
import type { Cluster } from "./kubernetes/cluster.ts";
import { flagAt, objectsAt, textAt, textsAt } from "./kubernetes/fields.ts";
import { conditionOf, isTerminating, type KubernetesObject } from "./kubernetes/object.ts";
import { podProblem } from "./kubernetes/workloads/pods/pod-problem.ts";
import { listed, podsIn } from "./kubernetes/workloads/pods/pods.ts";
import type { Json, JsonObject } from "./world/json.ts";

/** How an application of a GitOps engine stands. Releases and Kustomizations of Flux are applications, too. */
export interface ApplicationStatus {
  readonly name: string;
  /** `Application`, `Kustomization` or `HelmRelease`. */
  readonly kind: string;
  readonly engine: "argo-cd" | "flux";
  readonly namespace: string;
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Suspended`, `Progressing`, `Missing`, `Degraded` or `Unknown`. */
  readonly health: string;
  /** What it waits for or fails at, in the engine's words, and which pod cannot run; empty when all is well. */
  readonly message: string;
  /** Sync wave among its siblings; 0 for Flux. */
  readonly wave: number;
  /** Name of the application of the same engine that made it; null for one that a person or a stack made. */
  readonly parent: string | null;
  /** When it last became healthy or its last sync ended, whichever came later, ISO 8601; undefined unless it is synced and healthy. */
  readonly healthySince: string | undefined;
  /** Another text whenever the engine changed something in the cluster for it. */
  readonly lastChange: string;
}

/** Every application in a cluster, those of Argo CD first, by name. */
export function applicationStatuses(cluster: Cluster): readonly ApplicationStatus[] {
  return [
    ...listed(cluster, applicationKind).map((application) => argoCdStatus(cluster, application)),
    ...[fluxKinds.kustomization, fluxKinds.helmRelease].flatMap((kind) =>
      listed(cluster, kind).map((object) => fluxStatus(cluster, object)),
    ),
  ];
}

function argoCdStatus(cluster: Cluster, application: KubernetesObject): ApplicationStatus {
  const { status, metadata } = application;
  return {
    name: metadata.name,
    kind: application.kind,
    engine: "argo-cd",
    namespace: metadata.namespace ?? "",
    sync: textAt(status, "sync.status") || "Unknown",
    health: textAt(status, "health.status") || "Unknown",
    message: withPod(cluster, argoCdMessage(cluster, application), namespacesOf(application)),
    wave: waveOf(application),
    parent: parentOf(metadata.name, applicationOf(application)),
    healthySince: argoCdHealthySince(application),
    lastChange: lastSync(status),
  };
}

/** Two syncs may begin at the same moment, then of different revisions. */
function lastSync(status: Json | undefined): string {
  return [textAt(status, "operationState.startedAt"), ...textsAt(status, "operationState.syncResult.revisions")].join(
    " ",
  );
}

function argoCdHealthySince({ status }: KubernetesObject): string | undefined {
  if (textAt(status, "health.status") !== "Healthy" || textAt(status, "sync.status") !== "Synced") return undefined;
  const times = [textAt(status, "operationState.finishedAt"), textAt(status, "health.lastTransitionTime")];
  return times.sort().at(-1) || undefined;
}

/** An application may hold itself. */
function parentOf(name: string, parent: string | undefined): string | null {
  return parent === undefined || parent === name ? null : parent;
}

/** The first thing that is wrong: a condition, the operation, an object that is not healthy. */
function argoCdMessage(cluster: Cluster, application: KubernetesObject): string {
  const { status, metadata } = application;
  const error = objectsAt(status, "conditions").find(({ type }) => String(type).endsWith("Error"));
  if (error) return `${textAt(error, "type")}: ${textAt(error, "message")}`;
  if (isTerminating(application)) {
    return `${liveObjectsOf(cluster, metadata.name).length} objects remaining for deletion`;
  }
  const phase = textAt(status, "operationState.phase");
  if (phase !== "" && phase !== "Succeeded") return textAt(status, "operationState.message");
  const sick = objectsAt(status, "resources").find(({ health }) => !isWell(textAt(health, "status")));
  if (sick) return `${shownObject(sick)}: ${textAt(sick, "health.message") || textAt(sick, "health.status")}`;
  return differenceMessage(application);
}

/** Which objects differ from git, and whether it is because Argo CD does not remove them. */
function differenceMessage({ status }: KubernetesObject): string {
  const differing = objectsAt(status, "resources").filter((resource) => textAt(resource, "status") === "OutOfSync");
  const extra = differing.filter((resource) => flagAt(resource, "requiresPruning"));
  const said = (resources: readonly JsonObject[], problem: string): string[] => {
    const [first, ...others] = resources;
    if (!first) return [];
    return [`${shownObject(first)}${others.length > 0 ? ` and ${others.length} more` : ""}: ${problem}`];
  };
  const results = objectsAt(status, "operationState.syncResult.resources");
  const why = textAt(
    results.find(({ status: result }) => result === "PruneSkipped"),
    "message",
  );
  return [
    ...said(
      differing.filter((resource) => !extra.includes(resource)),
      "OutOfSync",
    ),
    ...said(extra, `no longer in git, and not removed${why === "" ? "" : `: ${why}`}`),
  ].join("; ");
}

function shownObject(resource: JsonObject): string {
  const namespace = textAt(resource, "namespace");
  return `${textAt(resource, "kind")} ${namespace === "" ? "" : `${namespace}/`}${textAt(resource, "name")}`;
}

/** Namespaces of what an Application holds. */
function namespacesOf({ spec, status }: KubernetesObject): readonly string[] {
  const own = objectsAt(status, "resources").map((resource) => textAt(resource, "namespace"));
  return [textAt(spec, "destination.namespace"), ...own];
}

/** Engines say which object is not healthy; the reason stands at its pods, where a person would look next. */
function withPod(cluster: Cluster, message: string, namespaces: readonly string[]): string {
  if (message === "") return "";
  for (const pod of podsIn(cluster)) {
    const { name, namespace = "" } = pod.metadata;
    const problem = namespaces.includes(namespace) ? podProblem(pod) : undefined;
    if (problem !== undefined) return `${message} (Pod ${namespace}/${name}: ${problem})`;
  }
  return message;
}

function isWell(health: string): boolean {
  return health === "" || health === "Healthy" || health === "Suspended";
}

function fluxStatus(cluster: Cluster, object: KubernetesObject): ApplicationStatus {
  const { metadata, status } = object;
  const ready = conditionOf(object, "Ready");
  const current = status?.observedGeneration === metadata.generation;
  const fine = current && ready?.status === "True";
  const changed = objectsAt(status, "conditions").find(({ type }) => type === "Ready");
  return {
    name: metadata.name,
    kind: object.kind,
    engine: "flux",
    namespace: metadata.namespace ?? "",
    sync: fine ? "Synced" : ready === undefined ? "Unknown" : "OutOfSync",
    health: fluxHealth(object, fine),
    message: fine
      ? ""
      : withPod(cluster, ready?.message ?? "", [textAt(object.spec, "targetNamespace") || (metadata.namespace ?? "")]),
    wave: 0,
    parent: parentOf(metadata.name, metadata.labels?.["kustomize.toolkit.fluxcd.io/name"]),
    healthySince: fine ? textAt(changed, "lastTransitionTime") || undefined : undefined,
    lastChange: object.kind === "HelmRelease" ? lastRelease(object) : appliedObjects(cluster, object),
  };
}

function lastRelease({ status }: KubernetesObject): string {
  return String(objectsAt(status, "history")[0]?.version ?? "");
}

/** What a Kustomization has applied, each object with the generation that it has: a new revision of git changes none by itself. */
function appliedObjects(cluster: Cluster, kustomization: KubernetesObject): string {
  return readInventory(kustomization)
    .map(({ group, kind, namespace, name }) => {
      const object = cluster.store.find(`${group}/${kind}`, namespace, name);
      return `${group}/${kind} ${namespace}/${name} ${object?.metadata.uid} ${object?.metadata.generation}`;
    })
    .join("\n");
}

/** Waiting for a source or another object is no fault of the object. */
const waiting = new Set(["DependencyNotReady", "SourceNotReady", "ArtifactFailed", "Progressing"]);

function fluxHealth(object: KubernetesObject, fine: boolean): string {
  if (isSuspended(object)) return "Suspended";
  if (fine) return "Healthy";
  const ready = conditionOf(object, "Ready");
  return ready?.status === "False" && !waiting.has(ready.reason ?? "") ? "Degraded" : "Progressing";
}
