import type { Cluster } from "./cluster.ts";
import { at, objectsAt, textAt } from "./fields.ts";
import { groupOf, isTrue, type Manifest, versionOf } from "./object.ts";
import type { ObjectStore } from "./server/object-store.ts";

/** A kind that an API server serves. */
export interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Versions that are served; the first is preferred. */
  readonly versions: readonly string[];
  /** Defined by a CustomResourceDefinition. */
  readonly custom: boolean;
}

const row = (group: string, versions: string, namespaced: boolean, names: string): Kind[] =>
  names.split(" ").map((pair) => {
    const [kind = "", plural = ""] = pair.split(":");
    return { group, kind, plural, namespaced, versions: versions.split(","), custom: false };
  });

/** Kinds of Kubernetes itself that the platform meets. Source: API reference of Kubernetes 1.35. */
export const builtInKinds: readonly Kind[] = [
  ...row("", "v1", false, "Namespace:namespaces Node:nodes PersistentVolume:persistentvolumes"),
  ...row(
    "",
    "v1",
    true,
    "Pod:pods Secret:secrets ConfigMap:configmaps Service:services Endpoints:endpoints Event:events",
  ),
  ...row("", "v1", true, "ServiceAccount:serviceaccounts PersistentVolumeClaim:persistentvolumeclaims"),
  ...row(
    "",
    "v1",
    true,
    "ResourceQuota:resourcequotas LimitRange:limitranges ReplicationController:replicationcontrollers",
  ),
  ...row("apps", "v1", true, "Deployment:deployments StatefulSet:statefulsets DaemonSet:daemonsets"),
  ...row("apps", "v1", true, "ReplicaSet:replicasets ControllerRevision:controllerrevisions"),
  ...row("batch", "v1", true, "Job:jobs CronJob:cronjobs"),
  ...row("autoscaling", "v2,v1", true, "HorizontalPodAutoscaler:horizontalpodautoscalers"),
  ...row("policy", "v1", true, "PodDisruptionBudget:poddisruptionbudgets"),
  ...row("networking.k8s.io", "v1", true, "Ingress:ingresses NetworkPolicy:networkpolicies"),
  ...row("networking.k8s.io", "v1", false, "IngressClass:ingressclasses"),
  ...row("discovery.k8s.io", "v1", true, "EndpointSlice:endpointslices"),
  ...row("coordination.k8s.io", "v1", true, "Lease:leases"),
  ...row("rbac.authorization.k8s.io", "v1", true, "Role:roles RoleBinding:rolebindings"),
  ...row("rbac.authorization.k8s.io", "v1", false, "ClusterRole:clusterroles ClusterRoleBinding:clusterrolebindings"),
  ...row("storage.k8s.io", "v1", false, "StorageClass:storageclasses CSIDriver:csidrivers CSINode:csinodes"),
  ...row("storage.k8s.io", "v1", false, "VolumeAttachment:volumeattachments"),
  ...row("scheduling.k8s.io", "v1", false, "PriorityClass:priorityclasses"),
  ...row("apiregistration.k8s.io", "v1", false, "APIService:apiservices"),
  ...row("apiextensions.k8s.io", "v1", false, "CustomResourceDefinition:customresourcedefinitions"),
  ...row("admissionregistration.k8s.io", "v1", false, "MutatingWebhookConfiguration:mutatingwebhookconfigurations"),
  ...row("admissionregistration.k8s.io", "v1", false, "ValidatingWebhookConfiguration:validatingwebhookconfigurations"),
  ...row("admissionregistration.k8s.io", "v1", false, "ValidatingAdmissionPolicy:validatingadmissionpolicies"),
  ...row(
    "admissionregistration.k8s.io",
    "v1",
    false,
    "ValidatingAdmissionPolicyBinding:validatingadmissionpolicybindings",
  ),
];

const builtInByKey = new Map(builtInKinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/** Where CustomResourceDefinitions are kept. */
export const definitions = "apiextensions.k8s.io/CustomResourceDefinition";

/** Kinds that definitions of a cluster add, by `group/Kind`, read again when a definition was written. */
const customKinds = new WeakMap<ObjectStore, { readonly version: number; readonly kinds: ReadonlyMap<string, Kind> }>();

/** The kind that a cluster serves under that group and name, whatever the version; undefined when it knows none. */
export function findKind(cluster: Cluster, group: string, kind: string): Kind | undefined {
  return builtInByKey.get(`${group}/${kind}`) ?? customKindsOf(cluster).get(`${group}/${kind}`);
}

function customKindsOf({ store }: Cluster): ReadonlyMap<string, Kind> {
  const version = store.version(definitions);
  const known = customKinds.get(store);
  if (known?.version === version) return known.kinds;
  const kinds = new Map(
    store
      .list(definitions)
      .filter((definition) => isTrue(definition, "Established"))
      .map(kindDefinedBy)
      .map((kind) => [`${kind.group}/${kind.kind}`, kind]),
  );
  customKinds.set(store, { version, kinds });
  return kinds;
}

/** The kind that a CustomResourceDefinition defines. */
export function kindDefinedBy(definition: Manifest): Kind {
  return {
    group: textAt(definition, "spec.group"),
    kind: textAt(definition, "spec.names.kind"),
    plural: textAt(definition, "spec.names.plural"),
    namespaced: textAt(definition, "spec.scope") === "Namespaced",
    versions: objectsAt(definition, "spec.versions")
      .filter((version) => at(version, "served") !== false)
      .map((version) => textAt(version, "name")),
    custom: true,
  };
}

/** How messages name a resource: `deployments.apps`, `pods`. */
export function resourceName({ plural, group }: Pick<Kind, "plural" | "group">): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** The kind that an object is of, if the cluster serves its very version. */
export function servedKind(
  cluster: Cluster,
  object: { readonly apiVersion: string; readonly kind: string },
): Kind | undefined {
  const kind = findKind(cluster, groupOf(object.apiVersion), object.kind);
  return kind?.versions.includes(versionOf(object.apiVersion)) ? kind : undefined;
}
