import type { Cluster } from "../cluster.ts";
import { textAt } from "../fields.ts";
import { definitions, type Kind, resourceName } from "../kinds.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../object.ts";
import { requestRules as rules } from "../rules/request-rules.ts";
import { refuseIf, refuseUnless } from "./kubernetes-error.ts";

/** Namespaces that nobody deletes. Source: apiserver, admission plugin NamespaceLifecycle. */
const immortal: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

/** @throws KubernetesError when nothing new may be made there: the namespace, or the definition of the kind, is missing or going */
export function checkNewContent(cluster: Cluster, kind: Kind, { metadata }: Manifest): void {
  const { name, namespace } = metadata;
  const resource = resourceName(kind);
  if (namespace !== undefined) {
    const home = cluster.store.find("/Namespace", "", namespace);
    refuseUnless(home, rules.namespaceMissing, namespace);
    refuseIf(isTerminating(home), rules.namespaceTerminating, resource, name, namespace);
  }
  if (kind.custom) {
    const definition = cluster.store.find(definitions, "", resource);
    refuseIf(definition && isTerminating(definition), rules.definitionTerminating, resource, name);
  }
}

/** @throws KubernetesError for a namespace that may not be deleted, or is being deleted */
export function checkDeletion(kind: Kind, { metadata, status }: KubernetesObject): void {
  if (kind.kind !== "Namespace" || kind.group !== "") return;
  refuseIf(immortal.has(metadata.name), rules.namespaceProtected, metadata.name);
  refuseIf(textAt(status, "phase") === "Terminating", rules.namespaceGoing, metadata.name);
}
