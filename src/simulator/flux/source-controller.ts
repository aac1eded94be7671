import type { Controller, ControllerContext } from "../kubernetes/controller.ts";
import { textAt } from "../kubernetes/fields.ts";
import { conditionOf, isTerminating, isTrue, type KubernetesObject, kindKey } from "../kubernetes/object.ts";
import { ServiceError } from "../rule.ts";
import { type Artifact, artifactOf, dropArtifact, keepArtifact } from "./artifact-store.ts";
import {
  addFinalizer,
  failed,
  fluxKinds,
  isSuspended,
  isUnhandled,
  removeFinalizer,
  report,
  runsController,
  succeeded,
  working,
} from "./objects.ts";
import { fetchSource, isStatic, sourceKinds } from "./source-contents.ts";

/** Fetches sources and keeps their artifacts. */
export const sourceController: Controller = {
  name: "source-controller",
  watches: [...Object.keys(sourceKinds), fluxKinds.bucket],
  isRunning: (cluster) => runsController(cluster, "source-controller"),
  reconcile: (context) => {
    for (const kind of [...Object.keys(sourceKinds), fluxKinds.bucket]) {
      for (const source of context.api.list(kind)) reconcileSource(context, source);
    }
  },
};

function reconcileSource(context: ControllerContext, source: KubernetesObject): void {
  const { api, cluster } = context;
  if (isTerminating(source)) {
    dropArtifact(cluster, source);
    removeFinalizer(api, source);
    return;
  }
  if (isStatic(source) || addFinalizer(api, source) || isSuspended(source)) return;
  const kind = sourceKinds[kindKey(source)];
  if (!kind) return;
  const isNew = isUnhandled(source) || waitsForSource(context, source);
  // A controller that started anew has lost its artifacts and fetches them again, without anybody noticing.
  if (!isNew && artifactOf(cluster, source)) return;
  if (!isNew && !isTrue(source, "Ready")) return;
  if (isNew && !context.elapsed(`${source.metadata.uid} fetch`, kind.seconds)) {
    if (source.status?.conditions === undefined) {
      report(api, source, { conditions: working("building artifact: new upstream revision"), handled: false });
    }
    return;
  }
  const fetched = fetchSource(api, source);
  if (fetched) settle(context, source, fetched);
}

/** A chart whose repository was missing looks again when it is there. */
function waitsForSource({ api }: ControllerContext, source: KubernetesObject): boolean {
  if (conditionOf(source, "Ready")?.reason !== "SourceUnavailable") return false;
  const name = textAt(source.spec, "sourceRef.name");
  return api.find(fluxKinds.helmRepository, name, source.metadata.namespace ?? "") !== undefined;
}

function settle({ api, cluster }: ControllerContext, source: KubernetesObject, fetched: Artifact | ServiceError): void {
  if (fetched instanceof ServiceError) {
    const { code, message } = fetched;
    const isFinal = code === "InvalidChartReference";
    report(api, source, {
      conditions: {
        ...failed(code, message),
        FetchFailed: { status: "True", reason: code, message },
        Stalled: isFinal ? { status: "True", reason: code, message } : undefined,
      },
      handled: true,
    });
    return;
  }
  keepArtifact(cluster, source, fetched);
  const { revision } = fetched;
  const message = sourceKinds[kindKey(source)]?.message(fetched) ?? "";
  const reason = sourceKinds[kindKey(source)]?.reason ?? "Succeeded";
  const known = textAt(source.status, "artifact.revision") === revision;
  const { namespace = "", name } = source.metadata;
  const path = `${source.kind.toLowerCase()}/${namespace}/${name}/${revision.split(":").at(-1)}.tar.gz`;
  const artifact = {
    revision,
    path,
    url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
    lastUpdateTime: known ? textAt(source.status, "artifact.lastUpdateTime") : cluster.now.toISOString(),
  };
  report(api, source, {
    conditions: {
      ...succeeded(reason, message),
      ArtifactInStorage: { status: "True", reason, message },
      FetchFailed: undefined,
    },
    handled: true,
    status: { artifact },
  });
}
