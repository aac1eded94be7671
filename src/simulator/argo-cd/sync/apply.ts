import type { KubernetesApi } from "../../kubernetes/api.ts";
import { textAt } from "../../kubernetes/fields.ts";
import { definitions, findKind, servedKind } from "../../kubernetes/kinds.ts";
import { groupOf, type KubernetesObject, kindKey, type Manifest } from "../../kubernetes/object.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import type { ApplicationSpec } from "../application.ts";
import { pointersFor, without } from "../comparison.ts";
import { checkObject } from "../project.ts";
import { argoCdRules as rules } from "../rules.ts";
import { applicationOf } from "../tracking.ts";
import { annotationLimit, largeDefinitions } from "./large-definitions.ts";
import { hasOption } from "./sync-options.ts";

/** What a sync works with. */
export interface SyncScope {
  readonly api: KubernetesApi;
  readonly application: KubernetesObject;
  readonly project: KubernetesObject;
  readonly spec: ApplicationSpec;
}

/** The object in the cluster that a manifest is about. */
export function liveOf(api: KubernetesApi, manifest: Manifest): KubernetesObject | undefined {
  return api.find(kindKey(manifest), manifest.metadata.name, manifest.metadata.namespace ?? "");
}

/**
 * What Argo CD checks of one object before it applies anything: the kind is served or comes with the same sync, the project allows
 * it, its namespace is there or comes.
 *
 * @throws ServiceError in Argo CD's words
 */
export function checkTask(scope: SyncScope, target: Manifest, all: readonly Manifest[]): void {
  const { api, application, project, spec } = scope;
  const { namespace = "", name } = target.metadata;
  const group = groupOf(target.apiVersion);
  const known = findKind(api.cluster, group, target.kind);
  const comes = all.some(
    (one) =>
      kindKey(one) === definitions &&
      textAt(one, "spec.group") === group &&
      textAt(one, "spec.names.kind") === target.kind,
  );
  const served = servedKind(api.cluster, target) !== undefined;
  const tolerated = comes || hasOption(target, spec, "SkipDryRunOnMissingResource");
  refuseUnless(served || tolerated, rules.kindMissing, group, target.kind, `${namespace}/${name}`);
  // The target was placed by its definition, which may come with it.
  checkObject(project, target, known?.namespaced ?? target.metadata.namespace !== undefined);
  const live = liveOf(api, target);
  const owner = live && applicationOf(live);
  if (hasOption(target, spec, "FailOnSharedResource") && owner !== undefined) {
    const own = application.metadata.name;
    refuseIf(owner !== own, rules.sharedResource, `${target.kind}/${name}`, own, owner);
  }
  if (namespace === "" || known?.namespaced === false) return;
  const arrives = all.some((one) => kindKey(one) === "/Namespace" && one.metadata.name === namespace);
  const makes = spec.options.CreateNamespace === "true" && namespace === spec.destination.namespace;
  const present = api.find("/Namespace", namespace) !== undefined;
  refuseUnless(present || arrives || makes, rules.namespaceMissing, namespace);
}

/** Makes the destination's namespace when the Application asks for it; it does not belong to the Application. */
export function createNamespace({ api, spec }: SyncScope): void {
  const { namespace } = spec.destination;
  if (spec.options.CreateNamespace !== "true" || namespace === "") return;
  const { labels, annotations } = spec.namespaceMetadata;
  const managed = Object.keys(labels).length + Object.keys(annotations).length > 0;
  if (api.find("/Namespace", namespace) !== undefined && !managed) return;
  api.apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels, annotations } },
    { force: true },
  );
}

/**
 * Applies one object and says what happened, in kubectl's words.
 *
 * @throws ServiceError when the API server or client-side apply refuses
 */
export function applyTarget({ api, spec }: SyncScope, target: Manifest): string {
  const live = liveOf(api, target);
  const { name } = target.metadata;
  const shown = `${resourceName(target)}/${name}`;
  if (hasOption(target, spec, "Replace")) {
    if (live && hasOption(target, spec, "Force")) api.delete(live, "Background");
    if (!live || hasOption(target, spec, "Force")) api.create(target);
    else api.update(target);
    return live ? `${shown} replaced` : `${shown} created`;
  }
  const serverSide = hasOption(target, spec, "ServerSideApply");
  if (!serverSide) {
    const tooLong =
      (kindKey(target) === definitions && largeDefinitions.has(name)) ||
      JSON.stringify(target).length > annotationLimit;
    refuseIf(tooLong, rules.annotationTooLong, target.kind, name);
  }
  const wanted = live && hasOption(target, spec, "RespectIgnoreDifferences") ? respecting(target, spec) : target;
  const after = api.apply(wanted, { force: true });
  if (serverSide) return `${shown} serverside-applied`;
  if (!live) return `${shown} created`;
  return after.metadata.resourceVersion === live.metadata.resourceVersion
    ? `${shown} unchanged`
    : `${shown} configured`;
}

/** The manifest without the fields whose differences are ignored, so that the live values stay. */
function respecting(target: Manifest, spec: ApplicationSpec): Manifest {
  return without(target as JsonObject, pointersFor(target, spec.ignoredDifferences)) as Manifest;
}

function resourceName(target: Manifest): string {
  const group = groupOf(target.apiVersion);
  const kind = target.kind.toLowerCase();
  return group === "" ? kind : `${kind}.${group}`;
}
