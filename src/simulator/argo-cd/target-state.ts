import type { KubernetesApi } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { textAt } from "../kubernetes/fields.ts";
import { definitions, findKind } from "../kubernetes/kinds.ts";
import { groupOf, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { ServiceError } from "../rule.ts";
import { canonicalJson, type JsonObject } from "../world/json.ts";
import { type ApplicationSpec, refreshAsked } from "./application.ts";
import { serves } from "./sources/capabilities.ts";
import { Rendering } from "./sources/render.ts";
import { isExcluded, tracked } from "./tracking.ts";

/** What an Application wants to be in the cluster. */
export interface TargetState {
  readonly manifests: readonly Manifest[];
  readonly revisions: readonly string[];
  /** Objects that more than one source has. */
  readonly repeated: readonly string[];
  /** Kinds of the objects, as `group/Kind`. */
  readonly kinds: readonly string[];
}

interface Known {
  readonly spec: string;
  readonly inputs: string;
  readonly asked: ReadonlyMap<string, boolean>;
  readonly result: TargetState | ServiceError;
  /** Simulated time of the last look at the sources, in milliseconds. */
  readonly checkedAt: number;
}

/** Milliseconds after which sources are looked at again when the application is looked at anyway: `timeout.reconciliation`. */
const pollingTime = 120_000;

const caches = new WeakMap<Cluster, Map<string, Known>>();

/**
 * What the sources of an Application say, or the error in the tool's words. They are read again when the Application or the API of
 * the cluster has changed, when somebody asks for a refresh, and when the polling time has passed; and rendered again only when what
 * was read has changed.
 */
export function targetStateOf(
  api: KubernetesApi,
  application: KubernetesObject,
  spec: ApplicationSpec,
): TargetState | ServiceError {
  const { cluster } = api;
  const cache = caches.get(cluster) ?? new Map<string, Known>();
  caches.set(cluster, cache);
  const { uid } = application.metadata;
  const known = cache.get(uid);
  const now = cluster.now.getTime();
  const specText = textOf(spec);
  const usable = known?.spec === specText && [...known.asked].every(([one, answer]) => serves(cluster, one) === answer);
  if (usable && now - known.checkedAt < pollingTime && !refreshAsked(application)) return known.result;
  const rendering = new Rendering(api, application, spec, (apiVersion) => serves(cluster, apiVersion));
  const hard = application.metadata.annotations?.["argocd.argoproj.io/refresh"] === "hard";
  if (usable && !hard && !(known.result instanceof ServiceError) && rendering.readsAgain(known.inputs)) {
    cache.set(uid, { ...known, checkedAt: now });
    return known.result;
  }
  const result = render(rendering, cluster, application, spec);
  cache.set(uid, { spec: specText, inputs: rendering.inputs, asked: rendering.asked, result, checkedAt: now });
  return result;
}

const specTexts = new WeakMap<ApplicationSpec, string>();

/** What decides which manifests are rendered, as text; written down once for each spec. */
function textOf(spec: ApplicationSpec): string {
  let text = specTexts.get(spec);
  if (text === undefined) {
    text = canonicalJson([spec.sources, spec.destination]);
    specTexts.set(spec, text);
  }
  return text;
}

/** Kinds of the objects that an Application wants, as `group/Kind`, as far as they are known. */
export function knownKindsOf(cluster: Cluster, uid: string): readonly string[] {
  const result = caches.get(cluster)?.get(uid)?.result;
  return result === undefined || result instanceof ServiceError ? [] : result.kinds;
}

function render(
  rendering: Rendering,
  cluster: Cluster,
  application: KubernetesObject,
  spec: ApplicationSpec,
): TargetState | ServiceError {
  try {
    const { manifests, revisions } = rendering.render();
    const namespace = spec.destination.namespace;
    const objects = new Map<string, Manifest>();
    const repeated: string[] = [];
    const comingScopes = scopesOf(manifests);
    for (const manifest of manifests) {
      if (isExcluded(kindKey(manifest))) continue;
      const placed = withDataEncoded(
        inNamespace(manifest, namespace, isNamespaced(cluster, manifest, comingScopes, rendering)),
      );
      const key = `${kindKey(placed)} ${placed.metadata.namespace ?? ""}/${placed.metadata.name}`;
      if (objects.has(key)) repeated.push(`${kindKey(placed)}/${placed.metadata.name}`);
      // The last source wins.
      objects.delete(key);
      objects.set(key, tracked(application.metadata.name, placed, namespace));
    }
    const kinds = [...new Set([...objects.values()].map(kindKey))];
    return { manifests: [...objects.values()], revisions, repeated, kinds };
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** Whether kinds have a namespace, as the definitions among the manifests say. */
function scopesOf(manifests: readonly Manifest[]): ReadonlyMap<string, boolean> {
  const found = manifests.filter((manifest) => kindKey(manifest) === definitions);
  return new Map(
    found.map((one) => [
      `${textAt(one, "spec.group")}/${textAt(one, "spec.names.kind")}`,
      textAt(one, "spec.scope") === "Namespaced",
    ]),
  );
}

/** Whether objects of a kind have a namespace; those of a kind that nobody knows yet count as if they had. */
function isNamespaced(
  cluster: Cluster,
  manifest: Manifest,
  comingScopes: ReadonlyMap<string, boolean>,
  rendering: Rendering,
): boolean {
  const kind = findKind(cluster, groupOf(manifest.apiVersion), manifest.kind);
  if (!kind) rendering.asks(`${manifest.apiVersion}/${manifest.kind}`);
  return kind?.namespaced ?? comingScopes.get(kindKey(manifest)) ?? true;
}

/** Objects without a namespace go into that of the destination, unless their kind has none. */
function inNamespace(manifest: Manifest, namespace: string, namespaced: boolean): Manifest {
  const { namespace: own, ...rest } = manifest.metadata;
  if (!namespaced) return own === undefined ? manifest : { ...manifest, metadata: rest };
  return own || !namespace ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

/** Secrets are compared as the API server holds them. */
function withDataEncoded(manifest: Manifest): Manifest {
  if (kindKey(manifest) !== "/Secret" || manifest.stringData === undefined) return manifest;
  const { stringData, data, ...rest } = manifest;
  const encoded = Object.entries(stringData as JsonObject).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString("base64"),
  ]);
  return { ...rest, data: { ...(data as JsonObject | undefined), ...Object.fromEntries(encoded) } } as Manifest;
}
