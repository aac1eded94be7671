import type { KubernetesApi } from "../api.ts";
import type { Controller } from "../controller.ts";
import { listAt } from "../fields.ts";
import { findKind, type Kind } from "../kinds.ts";
import { type Condition, isTerminating, type KubernetesObject, withConditions } from "../object.ts";
import { keyFor } from "./identity.ts";
import { type KubernetesError, refusalOf } from "./kubernetes-error.ts";
import { unavailableApis } from "./unavailable-apis.ts";

/** Seconds after which a namespace is looked at again whose content could not be deleted. */
const retry = 5;

/**
 * Empties namespaces that are being deleted, pods before everything else, and lets them go when nothing is left. Source: kubernetes,
 * pkg/controller/namespace/deletion/namespaced_resources_deleter.go; pods first since 1.33 (general knowledge).
 */
export const namespaceController: Controller = {
  name: "namespace-controller",
  watches: ["*"],
  reconcile({ api, elapsed }) {
    for (const namespace of api.list("/Namespace")) {
      if (!isTerminating(namespace)) continue;
      const failures = empty(api, namespace.metadata.name);
      if (failures.length > 0) elapsed(namespace.metadata.uid, retry);
      const undiscovered = unavailableApis(api.cluster);
      const left = contentOf(api, namespace.metadata.name);
      const conditions = conditionsOf(undiscovered, failures, left);
      const changed = api.setStatus(namespace, { conditions: withConditions(namespace, ...conditions) });
      if (left.length === 0 && undiscovered.length === 0 && listAt(namespace, "spec.finalizers").length > 0) {
        api.update({ ...changed, spec: { ...changed.spec, finalizers: [] } });
      }
    }
  },
};

/** Objects of one kind in a namespace. */
interface Content {
  readonly kind: Kind;
  readonly objects: readonly KubernetesObject[];
}

/** Tries to delete what is in a namespace; gives the refusals. */
function empty(api: KubernetesApi, namespace: string): readonly KubernetesError[] {
  const content = contentOf(api, namespace);
  const pods = content.filter(({ kind }) => keyFor(kind) === "/Pod");
  const next = pods.length > 0 ? pods : content;
  return next
    .flatMap(({ objects }) => objects)
    .filter((object) => !isTerminating(object))
    .flatMap((object) => refusalOf(() => api.delete(object)) ?? []);
}

function contentOf(api: KubernetesApi, namespace: string): readonly Content[] {
  const { cluster } = api;
  return cluster.kinds().flatMap((key) => {
    const objects = cluster.store.list(key, namespace);
    if (objects.length === 0) return [];
    const slash = key.indexOf("/");
    const kind = findKind(cluster, key.slice(0, slash), key.slice(slash + 1));
    return kind ? [{ kind, objects }] : [];
  });
}

/** Conditions of a namespace that goes: `True` is a problem. */
function conditionsOf(
  undiscovered: readonly string[],
  failures: readonly KubernetesError[],
  left: readonly Content[],
): readonly Condition[] {
  const counts = left.map(
    ({ kind, objects }) => `${kind.plural}.${kind.group} has ${objects.length} resource instances`,
  );
  const finalizers = new Map<string, number>();
  for (const finalizer of left.flatMap(({ objects }) => objects.flatMap(({ metadata }) => metadata.finalizers ?? []))) {
    finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const waits = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const stale = undiscovered.map((api) => `${api}: stale GroupVersion discovery: ${api}`);
  return [
    condition(
      "NamespaceDeletionDiscoveryFailure",
      stale.length > 0 &&
        `Discovery failed for some groups, ${stale.length} failing: unable to retrieve the complete list of server APIs: ${stale.join(", ")}`,
      { good: "ResourcesDiscovered", bad: "DiscoveryFailed", message: "All resources successfully discovered" },
    ),
    condition("NamespaceDeletionGroupVersionParsingFailure", false, {
      good: "ParsedGroupVersions",
      bad: "GroupVersionParsingFailed",
      message: "All legacy kube types successfully parsed",
    }),
    condition(
      "NamespaceDeletionContentFailure",
      failures.length > 0 &&
        `Failed to delete all resource types, ${failures.length} remaining: ${failures.map(({ message }) => message).join(", ")}`,
      {
        good: "ContentDeleted",
        bad: "ContentDeletionFailed",
        message: "All content successfully deleted, may be waiting on finalization",
      },
    ),
    condition("NamespaceContentRemaining", counts.length > 0 && `Some resources are remaining: ${counts.join(", ")}`, {
      good: "ContentRemoved",
      bad: "SomeResourcesRemain",
      message: "All content successfully removed",
    }),
    condition(
      "NamespaceFinalizersRemaining",
      waits.length > 0 && `Some content in the namespace has finalizers remaining: ${waits.join(", ")}`,
      {
        good: "ContentHasNoFinalizers",
        bad: "SomeFinalizersRemain",
        message: "All content-preserving finalizers finished",
      },
    ),
  ];
}

function condition(
  type: string,
  problem: string | false,
  words: { readonly good: string; readonly bad: string; readonly message: string },
): Condition {
  if (problem === false) return { type, status: "False", reason: words.good, message: words.message };
  return { type, status: "True", reason: words.bad, message: problem };
}
