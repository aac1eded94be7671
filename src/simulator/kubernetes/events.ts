import { createHash } from "node:crypto";
import type { KubernetesApi } from "./api.ts";
import { at, textAt } from "./fields.ts";
import type { KubernetesObject } from "./object.ts";

/** What a controller says about an object. */
interface Happening {
  readonly type: "Normal" | "Warning";
  /** One word, for example `FailedScheduling`. */
  readonly reason: string;
  readonly message: string;
}

/** How long events are kept, in milliseconds. Source: default `--event-ttl` of the API server (general knowledge). */
const timeToLive = 3_600_000;

/** Old events are looked for this seldom: there may be hundreds. */
const sweepInterval = 300_000;

/**
 * Keeps an Event about an object. One that is the same in reason and message is counted, once for each moment, instead of kept again;
 * the source is the caller's field manager. Events about objects without a namespace are kept in `default`.
 */
export function recordEvent(
  { api }: { readonly api: KubernetesApi },
  about: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">,
  { type, reason, message }: Happening,
): void {
  const { store, now } = api.cluster;
  const { name, uid } = about.metadata;
  const namespace = about.metadata.namespace ?? "default";
  const home = store.find("/Namespace", "", namespace);
  if (!home || home.metadata.deletionTimestamp !== undefined) return;
  const digest = createHash("sha256").update(`${uid} ${reason} ${message}`).digest("hex").slice(0, 16);
  const time = now.toISOString();
  const present = store.find("/Event", namespace, `${name}.${digest}`);
  if (present) {
    if (present.lastTimestamp !== time) {
      store.put("/Event", { ...present, count: Number(present.count) + 1, lastTimestamp: time });
    }
    return;
  }
  dropOldEvents(api);
  store.put("/Event", {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: `${name}.${digest}`,
      namespace,
      uid: api.cluster.world.ids.uuid("kubernetes/uid", [api.cluster.name, "/Event", namespace, name, digest]),
      resourceVersion: api.nextVersion(),
      generation: 1,
      creationTimestamp: time,
    },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace: about.metadata.namespace, name, uid },
    type,
    reason,
    message,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: api.fieldManager },
  });
}

/** The events about an object, oldest first: where a stuck object says why. */
export function eventsOf(api: KubernetesApi, about: KubernetesObject): readonly KubernetesObject[] {
  return api
    .list("/Event", { namespace: about.metadata.namespace ?? "default" })
    .filter((event) => at(event, "involvedObject.uid") === about.metadata.uid)
    .toSorted((left, right) => textAt(left, "firstTimestamp").localeCompare(textAt(right, "firstTimestamp")));
}

/** By store: when old events were last looked for, in milliseconds of simulated time. */
const swept = new WeakMap<KubernetesApi["cluster"]["store"], number>();

function dropOldEvents({ cluster: { store, now } }: KubernetesApi): void {
  if (now.getTime() - (swept.get(store) ?? Number.NEGATIVE_INFINITY) < sweepInterval) return;
  swept.set(store, now.getTime());
  const end = new Date(now.getTime() - timeToLive).toISOString();
  for (const event of store.list("/Event")) if (textAt(event, "lastTimestamp") < end) store.remove("/Event", event);
}
