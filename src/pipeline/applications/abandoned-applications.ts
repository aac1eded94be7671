import { parseAllDocuments } from "yaml";
import { applicationKind, specOf } from "../../simulator/argo-cd/application.ts";
import { applicationOf } from "../../simulator/argo-cd/tracking.ts";
import { fluxKinds, isSuspended } from "../../simulator/flux/objects.ts";
import { gitRevisionOf } from "../../simulator/flux/source-contents.ts";
import type { Cluster } from "../../simulator/kubernetes/cluster.ts";
import { flagAt, textAt } from "../../simulator/kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../simulator/kubernetes/object.ts";
import type { Repositories } from "../../simulator/kubernetes/repositories.ts";
import { listed } from "../../simulator/kubernetes/workloads/pods/pods.ts";
import type { Json } from "../../simulator/world/json.ts";

/** A folder of a repository at a revision. */
interface Source {
  readonly url: string;
  readonly revision: string;
  readonly folder: string;
}

/** An application that brings others from its sources. */
interface Root {
  readonly children: readonly KubernetesObject[];
  readonly sources: readonly Source[];
  /** Whether the engine removes by itself what left the sources. */
  readonly prunes: boolean;
}

/**
 * Applications of a cluster that git no longer has and whose engine does not remove them, as `Application airflow`. The deployments
 * stack would take away under them what they live of: namespaces, secrets, rights, and the rights of their project.
 */
export function abandonedApplications(cluster: Cluster, repositories: Repositories): readonly string[] {
  return [...argoCdRoots(cluster), ...fluxRoots(cluster)].flatMap((root) => {
    if (root.prunes) return [];
    const checkouts = root.sources.map(({ url, revision, folder }) => repositories.checkout(url, revision, folder));
    // A revision that is not there is said by the engine; nothing leaves the cluster for it.
    if (checkouts.some((checkout) => typeof checkout === "string")) return [];
    const texts = checkouts.flatMap((checkout) => (typeof checkout === "string" ? [] : [...checkout.files.values()]));
    const declared = new Set(texts.flatMap(namesIn));
    return root.children
      .filter((child) => !isTerminating(child))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .filter((name) => !declared.has(name));
  });
}

function argoCdRoots(cluster: Cluster): readonly Root[] {
  const applications = listed(cluster, applicationKind);
  const parentOf = (application: KubernetesObject): string | undefined => {
    const parent = applicationOf(application);
    return parent === application.metadata.name ? undefined : parent;
  };
  return applications
    .filter((application) => parentOf(application) === undefined)
    .map((root) => {
      const { sources, automated } = specOf(root);
      return {
        children: applications.filter((one) => parentOf(one) === root.metadata.name),
        sources: sources.map(({ repoURL, targetRevision, path }) => ({
          url: repoURL,
          revision: targetRevision,
          folder: path,
        })),
        prunes: automated?.prune === true,
      };
    });
}

/** Label that a Kustomization writes on what it applies. */
const ownerLabel = "kustomize.toolkit.fluxcd.io/name";

function fluxRoots(cluster: Cluster): readonly Root[] {
  const kustomizations = listed(cluster, fluxKinds.kustomization);
  return kustomizations
    .filter(({ metadata }) => metadata.labels?.[ownerLabel] === undefined)
    .flatMap((root) => {
      const { name, namespace = "" } = root.metadata;
      const source = cluster.store.find(fluxKinds.gitRepository, namespace, textAt(root.spec, "sourceRef.name"));
      if (!source) return [];
      return {
        children: kustomizations.filter(({ metadata }) => metadata.labels?.[ownerLabel] === name),
        sources: [
          {
            url: textAt(source.spec, "url"),
            revision: gitRevisionOf(source),
            folder: textAt(root.spec, "path").replace(/^\.\//, ""),
          },
        ],
        prunes: flagAt(root.spec, "prune") && !isSuspended(root),
      };
    });
}

/** What the objects in a file of YAML are called; none for what is no YAML. */
function namesIn(text: string): string[] {
  return parseAllDocuments(text).flatMap((document) => {
    const object = document.errors.length > 0 ? null : (document.toJS() as Json);
    const kind = textAt(object, "kind");
    return kind === "" ? [] : [`${kind} ${textAt(object, "metadata.name")}`];
  });
}
