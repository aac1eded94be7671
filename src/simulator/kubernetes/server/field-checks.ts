import type { Json, JsonObject } from "../../world/json.ts";
import { at, objectAt, objectsAt, textAt, textMapAt } from "../fields.ts";
import { definitions, type Kind } from "../kinds.ts";
import { isObject, type KubernetesObject } from "../object.ts";
import { fieldRules as rules } from "../rules/field-rules.ts";
import type { InvalidRule, Problem } from "../rules/invalid.ts";
import { parseQuantity } from "../workloads/quantities.ts";
import { selects } from "../workloads/selectors.ts";
import { containerProblems, restartPolicyProblems } from "./container-checks.ts";
import { storageVersions } from "./definitions.ts";
import { formWords, misformed } from "./name-forms.ts";
import { objectChecks, scheduleProblems } from "./object-checks.ts";
import { servicePortProblems } from "./service-checks.ts";

type Check = (object: KubernetesObject) => readonly Problem[];

/** Bytes that a Secret or ConfigMap may hold. */
const dataLimit = 1_048_576;

/** Keys that secrets of a type must have. Source: Kubernetes documentation, types of Secret. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

/** By kind: what is wrong with the fields of an object. */
const checks: Readonly<Record<string, Check>> = {
  "/ConfigMap": dataProblems,
  "/Secret": (secret) => [...dataProblems(secret), ...missingKeys(secret)],
  "/Service": servicePortProblems,
  "/Pod": (pod) => podProblems(objectAt(pod, "spec"), "spec"),
  "apps/Deployment": workloadProblems,
  "apps/StatefulSet": workloadProblems,
  "apps/DaemonSet": workloadProblems,
  "apps/ReplicaSet": workloadProblems,
  "batch/Job": (job) => jobProblems(job, "spec.template.spec"),
  "batch/CronJob": (job) => [...jobProblems(job, "spec.jobTemplate.spec.template.spec"), ...scheduleProblems(job)],
  [definitions]: definitionProblems,
  ...objectChecks,
};

/** What is wrong with the fields of an object that is written. */
export function fieldProblems({ group, kind }: Kind, object: KubernetesObject): readonly Problem[] {
  return checks[`${group}/${kind}`]?.(object) ?? [];
}

function problem(broken: InvalidRule, text: string): Problem {
  return { broken, text };
}

function dataProblems(object: KubernetesObject): readonly Problem[] {
  const entries = [...Object.entries(objectAt(object, "data")), ...Object.entries(objectAt(object, "binaryData"))];
  const isEncoded = object.kind === "Secret";
  const bytes = entries.reduce(
    (sum, [, value]) => sum + Buffer.byteLength(String(value), isEncoded ? "base64" : "utf8"),
    0,
  );
  const problems = entries.flatMap(([key]) => {
    const wrong = misformed("dataKey", key);
    if (!wrong && key !== "." && key !== "..") return [];
    const detail = wrong ? formWords("dataKey", wrong) : `must not be '${key}'`;
    return [problem(rules.dataKey, `data[${key}]: Invalid value: ${JSON.stringify(key)}: ${detail}`)];
  });
  if (bytes <= dataLimit) return problems;
  return [...problems, problem(rules.dataSize, `data: Too long: may not be more than ${dataLimit} bytes`)];
}

function missingKeys(secret: KubernetesObject): readonly Problem[] {
  const data = objectAt(secret, "data");
  return (requiredKeys[textAt(secret, "type")] ?? [])
    .filter((key) => data[key] === undefined)
    .map((key) => problem(rules.secretData, `data[${key}]: Required value`));
}

function workloadProblems(workload: KubernetesObject): readonly Problem[] {
  const selector = at(workload, "spec.selector");
  const labels = textMapAt(workload, "spec.template.metadata.labels");
  const claims = objectsAt(workload, "spec.volumeClaimTemplates").map((claim) => textAt(claim, "metadata.name"));
  const path = "spec.template.spec";
  const spec = objectAt(workload, path);
  const pods = [...podProblems(spec, path, claims), ...restartPolicyProblems(spec, path, false)];
  if (!isObject(selector)) {
    return [problem(rules.selectorMissing, "spec.selector: Required value"), ...pods];
  }
  if (selects(selector, labels)) return pods;
  const text = `spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``;
  return [problem(rules.selectorMismatch, text), ...pods];
}

function jobProblems(job: KubernetesObject, path: string): readonly Problem[] {
  const spec = objectAt(job, path);
  return [...podProblems(spec, path), ...restartPolicyProblems(spec, path, true)];
}

/** What is wrong with a pod's specification; a StatefulSet adds volumes of its claims to it. */
function podProblems(spec: JsonObject, path: string, claims: readonly string[] = []): readonly Problem[] {
  const containers = objectsAt(spec, "containers");
  if (containers.length === 0) return [problem(rules.containersMissing, `${path}.containers: Required value`)];
  const volumes = new Set([...claims, ...objectsAt(spec, "volumes").map((volume) => textAt(volume, "name"))]);
  const names = new Set<string>();
  const both = [
    ...containers.map((container, index) => ({ container, place: `${path}.containers[${index}]` })),
    ...objectsAt(spec, "initContainers").map((container, index) => ({
      container,
      place: `${path}.initContainers[${index}]`,
    })),
  ];
  return both.flatMap(({ container, place }) => {
    const name = textAt(container, "name");
    const isTwice = names.has(name);
    names.add(name);
    return [
      ...(isTwice ? [problem(rules.containerTwice, `${place}.name: Duplicate value: ${JSON.stringify(name)}`)] : []),
      ...containerProblems(container, place),
      ...mountProblems(container, place, volumes),
      ...resourceProblems(container, place),
    ];
  });
}

function mountProblems(container: JsonObject, place: string, volumes: ReadonlySet<string>): readonly Problem[] {
  return objectsAt(container, "volumeMounts").flatMap((mount, index) => {
    const name = textAt(mount, "name");
    if (volumes.has(name)) return [];
    return [problem(rules.volumeMissing, `${place}.volumeMounts[${index}].name: Not found: ${JSON.stringify(name)}`)];
  });
}

function resourceProblems(container: JsonObject, place: string): readonly Problem[] {
  const limits = objectAt(container, "resources.limits");
  return Object.entries(objectAt(container, "resources.requests")).flatMap(([resource, requested]) => {
    const limit = limits[resource];
    if (amountOf(requested) <= amountOf(limit, Number.POSITIVE_INFINITY)) return [];
    const text = `${place}.resources.requests: Invalid value: ${JSON.stringify(String(requested))}: must be less than or equal to ${resource} limit of ${limit}`;
    return [problem(rules.requestOverLimit, text)];
  });
}

function amountOf(quantity: Json | undefined, otherwise = 0): number {
  if (typeof quantity !== "string" && typeof quantity !== "number") return otherwise;
  return parseQuantity(quantity) ?? otherwise;
}

function definitionProblems(definition: KubernetesObject): readonly Problem[] {
  const { name } = definition.metadata;
  const expected = `${textAt(definition, "spec.names.plural")}.${textAt(definition, "spec.group")}`;
  const problems: Problem[] = [];
  if (name !== expected) {
    const text = `metadata.name: Invalid value: ${JSON.stringify(name)}: must be spec.names.plural+"."+spec.group`;
    problems.push(problem(rules.definitionName, text));
  }
  if (storageVersions(definition).length !== 1) {
    const text = `spec.versions: Invalid value: ${JSON.stringify(at(definition, "spec.versions") ?? null)}: must have exactly one version marked as storage version`;
    problems.push(problem(rules.definitionStorage, text));
  }
  return problems;
}
