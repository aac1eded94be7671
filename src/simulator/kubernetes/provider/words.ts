import { ProviderError } from "../../planning/diagnostics.ts";
import { ServiceError } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import { objectsAt, textAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";

/**
 * Runs an action so that what a server answers reaches the engine in its own words, as this provider passes them on.
 *
 * @param detail said below them
 */
export function inServerWords<Result>(action: () => Result, detail?: string): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw passedOn(error, detail);
  }
}

/** A server's answer as the provider passes it on. */
export function passedOn(error: ServiceError, detail?: string): ProviderError {
  return new ProviderError(error.message, detail, undefined, error);
}

/** The last three warnings about an object, or about what it owns, as lines of a message; empty when there are none. */
export function lastWarnings(api: KubernetesApi, { metadata }: KubernetesObject): string {
  const namespace = metadata.namespace ?? "default";
  const owned = ownedBy(api, namespace, metadata.uid);
  const warnings = api
    .list("/Event", { namespace })
    .filter((event) => event.type === "Warning" && owned.has(textAt(event, "involvedObject.uid")))
    .sort((left, right) => textAt(left, "lastTimestamp").localeCompare(textAt(right, "lastTimestamp")))
    .slice(-3)
    .map((event) => {
      const [kind, name] = [textAt(event, "involvedObject.kind"), textAt(event, "involvedObject.name")];
      return `\n   * ${name} (${kind}): ${textAt(event, "reason")}: ${textAt(event, "message")}`;
    });
  return warnings.length === 0 ? "" : `\n\nThe last ${warnings.length} warning events:${warnings.join("")}`;
}

/** Ids of an object and of everything that it owns, directly or not, as far as workloads go. */
function ownedBy(api: KubernetesApi, namespace: string, uid: string): ReadonlySet<string> {
  const owned = new Set([uid]);
  for (const kind of ["apps/ReplicaSet", "batch/Job", "/Pod"]) {
    for (const object of api.list(kind, { namespace })) {
      const owners = objectsAt(object, "metadata.ownerReferences");
      if (owners.some((owner) => owned.has(textAt(owner, "uid")))) owned.add(object.metadata.uid);
    }
  }
  return owned;
}
