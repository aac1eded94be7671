import type { KubernetesApi } from "../kubernetes/api.ts";
import { type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { refuseIf } from "../rule.ts";
import type { Release } from "./release.ts";
import { rules } from "./rules.ts";

const managedBy = "app.kubernetes.io/managed-by";
const releaseName = "meta.helm.sh/release-name";
const releaseNamespace = "meta.helm.sh/release-namespace";

/** An object marked as belonging to a release. */
export function owned(object: Manifest, { name, namespace }: Pick<Release, "name" | "namespace">): Manifest {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [managedBy]: "Helm" },
      annotations: { ...metadata.annotations, [releaseName]: name, [releaseNamespace]: namespace },
    },
  };
}

/**
 * Makes sure that no object stands in the way that another made.
 *
 * @throws ServiceError for the first that is not marked as this release's
 */
export function checkOwnership(
  api: KubernetesApi,
  doing: "install" | "update",
  release: Pick<Release, "name" | "namespace">,
  objects: readonly Manifest[],
): void {
  for (const object of objects) {
    const { name, namespace = "" } = object.metadata;
    const present = api.find(kindKey(object), name, namespace);
    if (!present) continue;
    const problems = problemsOf(present, release);
    const place = `${object.kind} "${name}" in namespace "${namespace}"`;
    refuseIf(problems.length > 0, rules.ownership, doing, place, problems.join("; "));
  }
}

function problemsOf({ metadata }: KubernetesObject, release: Pick<Release, "name" | "namespace">): readonly string[] {
  const { labels = {}, annotations = {} } = metadata;
  return [
    problemOf("label", managedBy, labels[managedBy], "Helm"),
    problemOf("annotation", releaseName, annotations[releaseName], release.name),
    problemOf("annotation", releaseNamespace, annotations[releaseNamespace], release.namespace),
  ].filter((problem) => problem !== undefined);
}

function problemOf(what: string, key: string, found: string | undefined, wanted: string): string | undefined {
  if (found === wanted) return undefined;
  if (found === undefined) return `${what} validation error: missing key "${key}": must be set to "${wanted}"`;
  return `${what} validation error: key "${key}" must equal "${wanted}": current value is "${found}"`;
}
