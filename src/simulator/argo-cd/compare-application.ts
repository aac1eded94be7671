import {
  groupOf,
  isTerminating,
  type KubernetesObject,
  kindKey,
  type Manifest,
  versionOf,
} from "../kubernetes/object.ts";
import { recordId } from "../kubernetes/server/object-store.ts";
import type { JsonObject } from "../world/json.ts";
import { applicationKind } from "./application.ts";
import { ignoresExtraneous, isSynced } from "./comparison.ts";
import { type HealthCode, worst } from "./health/health-status.ts";
import { judgedHealth } from "./health/object-health.ts";
import { liveOf, type SyncScope } from "./sync/apply.ts";
import { hookTypesOf, waveOf } from "./sync/hooks.ts";
import { applicationOf, liveObjectsOf } from "./tracking.ts";

/** Whether the cluster has what the sources say. Source: argoproj/argo-cd docs/user-guide/sync-kubernetes.md. */
export type SyncCode = "Synced" | "OutOfSync" | "Unknown";

/** One object of an Application, as in `status.resources`. */
interface ResourceStatus {
  readonly key: string;
  readonly status: SyncCode;
  readonly health: HealthCode | undefined;
  readonly healthMessage: string | undefined;
  readonly requiresPruning: boolean;
  readonly manifest: Manifest;
}

/** What the comparison of an Application with the cluster came to. */
export interface Comparison {
  readonly status: SyncCode;
  readonly health: HealthCode;
  readonly resources: readonly ResourceStatus[];
  /** Objects in the cluster that the sources no longer have. */
  readonly extra: readonly KubernetesObject[];
  /** Objects that another Application has, with its name. */
  readonly shared: readonly { readonly object: string; readonly application: string }[];
}

interface Judged {
  readonly version: string;
  readonly ignored: readonly unknown[];
  readonly synced: boolean;
  readonly health: HealthCode | undefined;
  readonly message: string | undefined;
  readonly owner: string | undefined;
}

/** What was found of a manifest last; it holds as long as the object in the cluster does not change. */
const judged = new WeakMap<Manifest, Judged>();

interface Wanted {
  /** Those that are no hooks. */
  readonly wanted: readonly Manifest[];
  /** Keys of all of them. */
  readonly keys: ReadonlySet<string>;
}

/** By the list of an Application's targets, which is the same until its sources say something else. */
const wantedByTargets = new WeakMap<readonly Manifest[], Wanted>();

function wantedOf(targets: readonly Manifest[]): Wanted {
  let found = wantedByTargets.get(targets);
  if (!found) {
    const wanted = targets.filter((target) => hookTypesOf(target).length === 0);
    found = { wanted, keys: new Set(targets.map(keyText)) };
    wantedByTargets.set(targets, found);
  }
  return found;
}

/** Compares what the sources say with what is in the cluster. Hooks take no part. */
export function compareApplication(scope: SyncScope, targets: readonly Manifest[]): Comparison {
  const { api, application } = scope;
  const name = application.metadata.name;
  const { wanted, keys } = wantedOf(targets);
  const shared: { object: string; application: string }[] = [];
  const resources = wanted.map((target): ResourceStatus => {
    const found = judge(scope, target);
    if (found?.owner !== undefined && found.owner !== name) {
      shared.push({ object: `${target.kind}/${target.metadata.name}`, application: found.owner });
    }
    return {
      key: keyText(target),
      status: found?.synced ? "Synced" : "OutOfSync",
      health: found ? found.health : "Missing",
      healthMessage: found?.message,
      requiresPruning: false,
      manifest: target,
    };
  });
  const extra = liveObjectsOf(api.cluster, name).filter(
    (object) => !keys.has(keyText(object)) && hookTypesOf(object).length === 0,
  );
  const superfluous = extra.map((object): ResourceStatus => {
    const health = judgedHealth(api, object);
    return {
      key: keyText(object),
      status: ignoresExtraneous(object) ? "Synced" : "OutOfSync",
      health: health?.status,
      healthMessage: health?.message,
      requiresPruning: true,
      manifest: object,
    };
  });
  const all = [...resources, ...superfluous];
  return {
    status: all.some(({ status }) => status === "OutOfSync") ? "OutOfSync" : "Synced",
    health: healthOfAll(all),
    resources: all,
    extra,
    shared,
  };
}

function judge({ api, spec }: SyncScope, target: Manifest): Judged | undefined {
  const raw = api.cluster.objects(kindKey(target)).get(rowOf(target));
  if (!raw) return undefined;
  const known = judged.get(target);
  const { resourceVersion } = raw.metadata;
  const ignored = spec.ignoredDifferences;
  if (known?.version === resourceVersion && known.ignored === ignored && kindKey(target) !== applicationKind) {
    return known;
  }
  const live = liveOf(api, target) ?? raw;
  const health = ignoresHealth(target) ? undefined : judgedHealth(api, live);
  const found: Judged = {
    version: resourceVersion,
    ignored,
    synced: isSynced(target, live, { ignored, manager: api.fieldManager }) && !isTerminating(live),
    health: health?.status,
    message: health?.message,
    owner: applicationOf(live),
  };
  judged.set(target, found);
  return found;
}

function ignoresHealth(target: Manifest): boolean {
  return target.metadata.annotations?.["argocd.argoproj.io/ignore-healthcheck"] === "true";
}

/** The worst health of what is there; `Missing` only when nothing is, as from Argo CD 3.4 on. */
function healthOfAll(resources: readonly ResourceStatus[]): HealthCode {
  const present = resources.filter(({ health }) => health !== "Missing");
  if (present.length === 0 && resources.length > 0) return "Missing";
  return worst(present.flatMap(({ health }) => health ?? []));
}

function rowOf({ metadata: { namespace = "", name } }: Manifest): string {
  return recordId(namespace, name);
}

/** Manifests and stored objects are replaced and never changed, so that each has one key. */
const keyTexts = new WeakMap<Manifest, string>();

function keyText(manifest: Manifest): string {
  let key = keyTexts.get(manifest);
  if (key === undefined) {
    key = `${kindKey(manifest)} ${rowOf(manifest)}`;
    keyTexts.set(manifest, key);
  }
  return key;
}

/** Entries of `status.resources`. */
export function writtenResources(resources: readonly ResourceStatus[]): readonly JsonObject[] {
  return resources.map(({ status, health, healthMessage, requiresPruning, manifest }) => {
    const wave = waveOf(manifest);
    return {
      group: groupOf(manifest.apiVersion),
      version: versionOf(manifest.apiVersion),
      kind: manifest.kind,
      namespace: manifest.metadata.namespace ?? "",
      name: manifest.metadata.name,
      status,
      ...(health ? { health: { status: health, ...(healthMessage ? { message: healthMessage } : {}) } } : {}),
      ...(requiresPruning ? { requiresPruning } : {}),
      ...(wave === 0 ? {} : { syncWave: wave }),
    };
  });
}
