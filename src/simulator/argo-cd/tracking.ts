import type { Cluster } from "../kubernetes/cluster.ts";
import { groupOf, type KubernetesObject, keyOf, type Manifest } from "../kubernetes/object.ts";

/** Says which Application an object belongs to. */
const trackingAnnotation = "argocd.argoproj.io/tracking-id";

/** Value of the annotation for an object of an Application. */
function trackingId(application: string, manifest: Manifest): string {
  const { group, kind, namespace, name } = keyOf(manifest);
  return `${application}:${group}/${kind}:${namespace}/${name}`;
}

/**
 * The object with the annotation of an Application.
 *
 * @param namespace that of the Application's destination, which stands for objects that have none
 */
export function tracked(application: string, manifest: Manifest, namespace = ""): Manifest {
  const { metadata } = manifest;
  const placed = metadata.namespace === undefined ? { ...manifest, metadata: { ...metadata, namespace } } : manifest;
  const annotations = { ...metadata.annotations, [trackingAnnotation]: trackingId(application, placed) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/**
 * Name of the Application that an object belongs to. An annotation that was copied from another object does not count; that of an
 * object without a namespace may name the namespace of its Application. Source: argoproj/argo-cd controller/state.go,
 * `isSelfReferencedObj`.
 */
export function applicationOf(object: Manifest): string | undefined {
  const id = object.metadata.annotations?.[trackingAnnotation];
  const name = id?.slice(0, id.indexOf(":"));
  if (id === undefined || name === undefined) return undefined;
  const own = object.metadata.namespace === undefined ? id.replace(/:[^:/]*\/(?=[^/]*$)/, ":/") : id;
  return own === trackingId(name, object) ? name : undefined;
}

/**
 * Kinds that Argo CD neither shows nor syncs.
 * Source: argoproj/argo-cd manifests/base/config/argocd-cm.yaml, `resource.exclusions`.
 */
const excludedKinds = new Set([
  ...["/Endpoints", "discovery.k8s.io/EndpointSlice", "coordination.k8s.io/Lease", "/Event"],
  ...["certificates.k8s.io/CertificateSigningRequest", "cert-manager.io/CertificateRequest"],
  ...["cilium.io/CiliumIdentity", "cilium.io/CiliumEndpoint", "cilium.io/CiliumEndpointSlice"],
]);
const excludedGroups = /^(authentication\.k8s\.io|authorization\.k8s\.io|wgpolicyk8s\.io|reports\.kyverno\.io)$/;

/** True for kinds that Argo CD leaves alone, as `group/Kind`. */
export function isExcluded(kind: string): boolean {
  return excludedKinds.has(kind) || excludedGroups.test(groupOf(kind));
}

/** The objects of a kind that belong to Applications. */
interface TrackedKind {
  readonly version: string;
  readonly byApplication: ReadonlyMap<string, readonly KubernetesObject[]>;
}

interface Index {
  version: number;
  readonly kinds: Map<string, TrackedKind>;
  /** The same by Application: the kinds of its objects. */
  kindsOf: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<Cluster, Index>();

/** Every object that belongs to an Application; secrets among them are sealed. Looked through once for each change of a kind. */
export function liveObjectsOf(cluster: Cluster, application: string): readonly KubernetesObject[] {
  const { kinds, kindsOf } = indexOf(cluster);
  return (kindsOf.get(application) ?? []).flatMap((kind) => kinds.get(kind)?.byApplication.get(application) ?? []);
}

/** Kinds of the objects that belong to an Application, as `group/Kind`. */
export function liveKindsOf(cluster: Cluster, application: string): readonly string[] {
  return indexOf(cluster).kindsOf.get(application) ?? [];
}

function indexOf(cluster: Cluster): Index {
  let index = indexes.get(cluster);
  if (!index) {
    index = { version: -1, kinds: new Map(), kindsOf: new Map() };
    indexes.set(cluster, index);
  }
  if (index.version === cluster.version("*")) return index;
  const present = new Set(cluster.kinds());
  // Kinds of which the last object has gone are listed no more.
  for (const kind of index.kinds.keys()) if (!present.has(kind)) index.kinds.delete(kind);
  for (const kind of present) {
    if (isExcluded(kind)) continue;
    const table = cluster.objects(kind);
    const version = `${cluster.version(kind)} ${table.size}`;
    if (index.kinds.get(kind)?.version === version) continue;
    index.kinds.set(kind, { version, byApplication: grouped(table.rows()) });
  }
  index.kindsOf = kindsByApplication(index.kinds);
  index.version = cluster.version("*");
  return index;
}

function kindsByApplication(kinds: ReadonlyMap<string, TrackedKind>): ReadonlyMap<string, readonly string[]> {
  const kindsOf = new Map<string, string[]>();
  for (const [kind, { byApplication }] of kinds) {
    for (const application of byApplication.keys()) {
      const known = kindsOf.get(application);
      if (known) known.push(kind);
      else kindsOf.set(application, [kind]);
    }
  }
  return kindsOf;
}

function grouped(objects: readonly KubernetesObject[]): Map<string, KubernetesObject[]> {
  const groups = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const application = applicationOf(object);
    if (application === undefined) continue;
    const group = groups.get(application);
    if (group) group.push(object);
    else groups.set(application, [object]);
  }
  return groups;
}
