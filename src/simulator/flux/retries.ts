import type { ControllerContext } from "../kubernetes/controller.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";

interface Tries {
  /** What was tried, for example a generation and a revision. */
  readonly subject: string;
  readonly count: number;
}

/** The real controllers try for ever; here they stop, so that a rehearsal of something broken ends. */
const mostRetries = 20;

/** True when a failed attempt may be repeated now. To be asked at every look while it has failed. */
export function retriesNow(
  { cluster, elapsed }: ControllerContext,
  object: KubernetesObject,
  subject: string,
  seconds: number,
): boolean {
  const tries = cluster.table<Tries>("flux-retries");
  const { uid } = object.metadata;
  const known = tries.get(uid);
  const count = known?.subject === subject ? known.count : 0;
  if (count >= mostRetries || !elapsed(`${uid} retry ${count}`, seconds)) return false;
  tries.put(uid, { subject, count: count + 1 });
  return true;
}
