import { textAt } from "../../kubernetes/fields.ts";
import { groupOf, type KubernetesObject, kindKey, type Manifest } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { type HookType, hookTypesOf, waveOf } from "./hooks.ts";

type SyncPhase = "PreSync" | "Sync" | "PostSync" | "SyncFail";

const phases: readonly SyncPhase[] = ["PreSync", "Sync", "PostSync", "SyncFail"];

/** One thing that a sync does: apply an object in a phase and wave, run a hook, or prune an object. */
export interface SyncTask {
  /** Unique in its sync: `Sync apps/Deployment shop/web`. */
  readonly id: string;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly hook: HookType | undefined;
  /** Undefined for an object that is pruned. */
  readonly target: Manifest | undefined;
  /** What is pruned. */
  readonly pruned: KubernetesObject | undefined;
}

/**
 * In which order kinds are applied in one wave; others come last.
 * Source: argoproj/argo-cd gitops-engine/pkg/sync/sync_tasks.go.
 */
const kindOrder = new Map(
  [
    ...["Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget"],
    ...["ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume"],
    ...["PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding"],
    ...["ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod"],
    ...[
      "ReplicationController",
      "ReplicaSet",
      "Deployment",
      "HorizontalPodAutoscaler",
      "StatefulSet",
      "Job",
      "CronJob",
    ],
    ...["IngressClass", "Ingress", "APIService"],
  ].map((kind, index) => [kind, index]),
);

/** What has to be done, in the order in which it is done. */
export function planTasks(
  targets: readonly Manifest[],
  pruned: readonly KubernetesObject[],
  pruneLast: boolean,
): readonly SyncTask[] {
  const applied = targets.flatMap((target): SyncTask[] => {
    const hooks = hookTypesOf(target);
    if (hooks.length === 0) return [task("Sync", waveOf(target), target, undefined)];
    return hooks.flatMap((hook) => (isPhase(hook) ? [task(hook, waveOf(target), target, hook)] : []));
  });
  return [...applied, ...pruneTasks(pruned, pruneLast, Math.max(0, ...applied.map(({ wave }) => wave)))].sort(byOrder);
}

function isPhase(hook: HookType): hook is SyncPhase {
  return (phases as readonly HookType[]).includes(hook);
}

function task(phase: SyncPhase, wave: number, target: Manifest, hook: HookType | undefined): SyncTask {
  return { id: idOf(phase, target), phase, wave, hook, target, pruned: undefined };
}

/** Objects are pruned in the reverse order of their waves. */
function pruneTasks(pruned: readonly KubernetesObject[], last: boolean, lastWave: number): SyncTask[] {
  const waves = [...new Set(pruned.map(waveOf))].sort((left, right) => left - right);
  return pruned.map((object) => {
    const mirrored = waves[waves.length - 1 - waves.indexOf(waveOf(object))] ?? 0;
    const options = object.metadata.annotations?.["argocd.argoproj.io/sync-options"] ?? "";
    const isLast = last || options.includes("PruneLast=true");
    return {
      id: idOf("Sync", object),
      phase: "Sync",
      wave: isLast ? lastWave + 1 : mirrored,
      hook: undefined,
      target: undefined,
      pruned: object,
    };
  });
}

function idOf(phase: SyncPhase, manifest: Manifest): string {
  return `${phase} ${kindKey(manifest)} ${manifest.metadata.namespace ?? ""}/${manifest.metadata.name}`;
}

/** The object that a task is about. */
export function subjectOf({ target, pruned }: SyncTask): Manifest {
  const subject = target ?? pruned;
  if (!subject) throw new RangeError("a task is about an object");
  return subject;
}

/** True for an object that a selective sync names; one that names none is about all. */
export function isSelected({ apiVersion, kind, metadata }: Manifest, selected: readonly JsonObject[]): boolean {
  const isNamed = selected.some(
    (one) =>
      textAt(one, "group") === groupOf(apiVersion) &&
      textAt(one, "kind") === kind &&
      textAt(one, "name") === metadata.name &&
      textAt(one, "namespace") === (metadata.namespace ?? ""),
  );
  return selected.length === 0 || isNamed;
}

function byOrder(left: SyncTask, right: SyncTask): number {
  const [one, two] = [subjectOf(left), subjectOf(right)];
  return (
    phases.indexOf(left.phase) - phases.indexOf(right.phase) ||
    left.wave - right.wave ||
    rankOf(one) - rankOf(two) ||
    (one.metadata.name < two.metadata.name ? -1 : one.metadata.name > two.metadata.name ? 1 : 0)
  );
}

function rankOf(manifest: Manifest): number {
  const group = groupOf(manifest.apiVersion);
  const builtIn = group === "" || group.endsWith(".k8s.io") || !group.includes(".");
  return (builtIn ? kindOrder.get(manifest.kind) : undefined) ?? kindOrder.size;
}

/** True when there is more than one phase or wave, so that a sync has something to wait for. */
export function isMultiStep(tasks: readonly SyncTask[]): boolean {
  const [first] = tasks;
  const last = tasks.at(-1);
  return first?.phase !== last?.phase || first?.wave !== last?.wave;
}
