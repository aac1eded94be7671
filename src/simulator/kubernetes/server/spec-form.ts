import type { Json } from "../../world/json.ts";
import type { Kind } from "../kinds.ts";
import { isObject, type KubernetesObject, versionOf } from "../object.ts";
import { requestRules as rules } from "../rules/request-rules.ts";
import { refuse } from "./kubernetes-error.ts";

/** Fields of specifications that the API server reads as whole numbers. Source: Kubernetes API reference, Workload Resources. */
const wholeNumbers: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"],
  ReplicaSet: ["replicas", "minReadySeconds"],
  StatefulSet: ["replicas", "minReadySeconds", "revisionHistoryLimit"],
  DaemonSet: ["minReadySeconds", "revisionHistoryLimit"],
  Job: ["parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished"],
};

/**
 * Makes sure that the specification of an object is an object or left out, and its numbers are numbers, before anybody reads it.
 *
 * @throws KubernetesError by the decoder for kinds of Kubernetes itself, by the definition for others
 */
export function checkSpecForm(
  { kind, group, custom }: Kind,
  { apiVersion, metadata, ...object }: KubernetesObject,
): void {
  const spec: Json | undefined = object.spec;
  if (spec === undefined || spec === null) return;
  if (isObject(spec)) {
    for (const field of custom ? [] : (wholeNumbers[kind] ?? []))
      checkWholeNumber(kind, apiVersion, field, spec[field]);
    return;
  }
  if (custom) refuse(rules.specForm, `${kind}.${group}`, metadata.name, Array.isArray(spec) ? "array" : typeof spec);
  refuse(rules.specUnreadable, kind, versionOf(apiVersion), goTypeOf(spec));
}

function checkWholeNumber(kind: string, apiVersion: string, field: string, value: Json | undefined): void {
  if (value === undefined || value === null || Number.isInteger(value)) return;
  const found = typeof value === "number" ? `number ${value}` : goTypeOf(value);
  refuse(rules.numberUnreadable, kind, versionOf(apiVersion), field, found);
}

/** What Go's decoder calls a value of JSON. */
function goTypeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
