import { systemUser } from "../../kubernetes/access/user.ts";
import { KubernetesApi } from "../../kubernetes/api.ts";
import type { KubernetesObject, Manifest, ObjectMeta } from "../../kubernetes/object.ts";
import { groupOf, versionOf } from "../../kubernetes/object.ts";
import type { AdmissionHook } from "../../kubernetes/server/admission-hook.ts";
import { testCluster } from "../../kubernetes/testing/cluster.ts";

/** An object as it comes to a webhook: with what the API server adds to its metadata. */
export function stored(manifest: Manifest): KubernetesObject {
  const metadata: ObjectMeta = {
    ...manifest.metadata,
    uid: "00000000-0000-4000-8000-000000000000",
    resourceVersion: "1",
    generation: 1,
    creationTimestamp: "2026-11-24T08:00:00.000Z",
  };
  return { ...manifest, metadata };
}

/** Asks the webhook about a new object, or about a change of one; the cluster is empty unless an API is given. */
export function ask(
  hook: AdmissionHook,
  manifest: Manifest,
  options: { readonly previous?: Manifest; readonly api?: KubernetesApi } = {},
): void {
  const { previous, api = emptyApi() } = options;
  const { apiVersion, kind } = manifest;
  const served = {
    group: groupOf(apiVersion),
    kind,
    plural: `${kind.toLowerCase()}s`,
    namespaced: true,
    versions: [versionOf(apiVersion)],
    custom: true,
  };
  hook.review({
    operation: previous ? "UPDATE" : "CREATE",
    kind: served,
    object: stored(manifest),
    ...(previous ? { previous: stored(previous) } : {}),
    api,
  });
}

function emptyApi(): KubernetesApi {
  const { cluster, clusters } = testCluster();
  return new KubernetesApi(cluster, systemUser, "test", clusters);
}
