import { objectsAt, textAt, textsAt } from "../kubernetes/fields.ts";
import { groupOf, type KubernetesObject, type Manifest } from "../kubernetes/object.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { type ApplicationSpec, inCluster } from "./application.ts";
import { matchesGlob } from "./glob.ts";
import { argoCdRules as rules } from "./rules.ts";

/** Where AppProjects are kept. */
export const projectKind = "argoproj.io/AppProject";

/**
 * Checks that a project allows every repository, `ref` sources included, and the destination of an Application.
 *
 * @throws ServiceError in Argo CD's words
 */
export function checkProject(project: KubernetesObject | undefined, spec: ApplicationSpec): void {
  refuseUnless(project, rules.projectMissing, spec.project);
  for (const { repoURL } of spec.sources) {
    const permitted = permits(textsAt(project.spec, "sourceRepos"), repoURL);
    refuseUnless(permitted, rules.repositoryNotPermitted, repoURL, spec.project);
  }
  const { namespace } = spec.destination;
  const allowed = permitsDestination(project, namespace);
  refuseUnless(allowed, rules.destinationNotPermitted, inCluster, namespace, spec.project);
}

/**
 * Checks that a project allows one object of an Application: its kind, and its namespace.
 *
 * @throws ServiceError in Argo CD's words
 */
export function checkObject(project: KubernetesObject, manifest: Manifest, namespaced: boolean): void {
  const { apiVersion, kind, metadata } = manifest;
  const group = groupOf(apiVersion);
  const listed = (list: string): boolean =>
    objectsAt(project.spec, list).some(
      (entry) => matchesGlob(textAt(entry, "group"), group) && matchesGlob(textAt(entry, "kind"), kind),
    );
  const restricts = objectsAt(project.spec, "namespaceResourceWhitelist").length > 0;
  const permitted = namespaced
    ? !listed("namespaceResourceBlacklist") && (!restricts || listed("namespaceResourceWhitelist"))
    : listed("clusterResourceWhitelist") && !listed("clusterResourceBlacklist");
  refuseUnless(permitted, rules.kindNotPermitted, `${group}:${kind}`, project.metadata.name);
  const { namespace = "" } = metadata;
  const elsewhere = namespaced && !permitsDestination(project, namespace);
  refuseIf(elsewhere, rules.namespaceNotPermitted, namespace, project.metadata.name);
}

function permitsDestination(project: KubernetesObject, namespace: string): boolean {
  const here = objectsAt(project.spec, "destinations").filter((entry) => {
    const server = textAt(entry, "server");
    const name = textAt(entry, "name");
    return server === "" ? matchesGlob(name, "in-cluster") : matchesGlob(server.replace(/^!/, ""), inCluster);
  });
  return permits(
    here.map((entry) => (textAt(entry, "server").startsWith("!") ? "!*" : textAt(entry, "namespace"))),
    namespace,
  );
}

/** True when some pattern takes the text, and none that begins with `!` does. */
function permits(patterns: readonly string[], text: string): boolean {
  const denied = patterns.some((pattern) => pattern.startsWith("!") && matchesGlob(pattern.slice(1), text));
  return !denied && patterns.some((pattern) => !pattern.startsWith("!") && matchesGlob(pattern, text));
}
