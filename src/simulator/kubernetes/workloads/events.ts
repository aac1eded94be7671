import { createHash } from "node:crypto";
import type { KubernetesApi } from "../api.ts";
import type { KubernetesObject } from "../object.ts";

/** What a controller tells of an object. */
export interface Happening {
  readonly type: "Normal" | "Warning";
  /** One word, for example `FailedScheduling`. */
  readonly reason: string;
  readonly message: string;
}

/**
 * Writes an Event about an object, once for each reason and message: the real one counts repetitions. The source is the API's field
 * manager. Events of objects without a namespace stand in `default`. Nothing is written in a namespace that goes.
 */
export function recordEvent(api: KubernetesApi, about: KubernetesObject, happening: Happening): void {
  const { type, reason, message } = happening;
  const { name, namespace = "default", uid } = about.metadata;
  const digest = createHash("sha256").update(`${uid} ${reason} ${message}`).digest("hex").slice(0, 16);
  const id = `${name}.${digest}`;
  const home = api.find("/Namespace", namespace);
  if (api.find("/Event", id, namespace) || home?.metadata.deletionTimestamp !== undefined) return;
  const time = api.cluster.now.toISOString();
  api.create({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: id, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      namespace: about.metadata.namespace ?? "",
      uid,
    },
    reason,
    message,
    type,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: api.fieldManager },
  });
}

/** The events about an object, oldest first: where a stuck object says why. */
export function eventsOf(api: KubernetesApi, about: KubernetesObject): readonly KubernetesObject[] {
  const { namespace = "default", uid } = about.metadata;
  const events = api.list("/Event", { namespace });
  return events.filter((event) => (event.involvedObject as { readonly uid?: string } | undefined)?.uid === uid);
}
