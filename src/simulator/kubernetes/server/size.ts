import type { Manifest } from "../object.ts";
import { requestRules as rules } from "../rules/request-rules.ts";
import { refuseIf } from "./kubernetes-error.ts";

/** Bytes of a request's body. Source: apiserver, pkg/server/config.go. */
const requestLimit = 3_145_728;

/** Bytes of a stored object: what etcd takes in one request. Source: etcd documentation, system limits. */
const storageLimit = 1_572_864;

/** @throws KubernetesError for an object that is too large to be sent, or to be stored */
export function checkSize(manifest: Manifest): void {
  const text = JSON.stringify(manifest);
  // A text has at most three bytes for each of its units: most objects need no counting.
  if (text.length * 3 <= storageLimit) return;
  const size = Buffer.byteLength(text);
  refuseIf(size > requestLimit, rules.body);
  refuseIf(size > storageLimit, rules.stored);
}
