import type { JsonObject } from "../../world/json.ts";
import { at, flagAt, objectAt, objectsAt, textAt, textsAt } from "../fields.ts";
import { definitions, type Kind } from "../kinds.ts";
import { isTrue, type KubernetesObject } from "../object.ts";
import { immutabilityRules as rules } from "../rules/immutability-rules.ts";
import type { InvalidRule, Problem } from "../rules/invalid.ts";
import { parseQuantity } from "../workloads/quantities.ts";
import { sameJson } from "./same-json.ts";

type Check = (present: KubernetesObject, next: KubernetesObject) => readonly Problem[];

/** What of a StatefulSet may change. Source: kubernetes, pkg/apis/apps/validation/validation.go; message of 1.34. */
const statefulSetFields = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
] as const;

/** What of a pod may change beside the images of its containers. */
const podFields = [
  "activeDeadlineSeconds",
  "tolerations",
  "terminationGracePeriodSeconds",
  "nodeName",
  "schedulingGates",
];

/** By kind: what may not change. */
const checks: Readonly<Record<string, Check>> = {
  "apps/Deployment": frozen("spec.selector", rules.selector),
  "apps/ReplicaSet": frozen("spec.selector", rules.selector),
  "apps/DaemonSet": frozen("spec.selector", rules.selector),
  "apps/StatefulSet": statefulSetProblems,
  "batch/Job": (present, next) => [
    ...frozen("spec.selector", rules.selector)(present, next),
    ...(flagAt(present, "spec.suspend") ? [] : frozen("spec.template", rules.jobTemplate)(present, next)),
  ],
  "/Service": serviceProblems,
  "storage.k8s.io/StorageClass": storageClassProblems,
  "/PersistentVolumeClaim": claimProblems,
  "/ConfigMap": frozenDataProblems,
  "/Secret": (present, next) => [
    ...frozen("type", rules.secretType)(present, next),
    ...frozenDataProblems(present, next),
  ],
  "rbac.authorization.k8s.io/RoleBinding": roleRefProblems,
  "rbac.authorization.k8s.io/ClusterRoleBinding": roleRefProblems,
  "/Pod": podProblems,
  [definitions]: definitionProblems,
};

/** What a change of an object changes although it may not. */
export function immutabilityProblems({ group, kind }: Kind, present: KubernetesObject, next: KubernetesObject) {
  return checks[`${group}/${kind}`]?.(present, next) ?? [];
}

/** A field that keeps the value with which the object was made. */
function frozen(path: string, broken: InvalidRule): Check {
  return (present, next) => {
    if (sameJson(at(present, path), at(next, path))) return [];
    return [{ broken, text: `${path}: Invalid value: ${shown(next, path)}: field is immutable` }];
  };
}

function shown(object: KubernetesObject, path: string): string {
  return JSON.stringify(at(object, path) ?? null);
}

function without(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));
}

function statefulSetProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const [before, after] = [present, next].map((object) => without(objectAt(object, "spec"), statefulSetFields));
  if (sameJson(before, after)) return [];
  const names = statefulSetFields.map((field) => `'${field}'`);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const text = `spec: Forbidden: updates to statefulset spec for fields other than ${list} are forbidden`;
  return [{ broken: rules.statefulSet, text }];
}

function serviceProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const before = textAt(present, "spec.clusterIP");
  const after = textAt(next, "spec.clusterIP");
  if (before === "" || before === after || textAt(next, "spec.type") === "ExternalName") return [];
  if (after === "") {
    const text = `spec.clusterIPs[0]: Invalid value: [${JSON.stringify(before)}]: primary clusterIP can not be unset`;
    return [{ broken: rules.clusterIpUnset, text }];
  }
  const text = `spec.clusterIPs[0]: Invalid value: [${JSON.stringify(after)}]: may not change once set`;
  return [{ broken: rules.clusterIp, text }];
}

function storageClassProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const changed = ["parameters", "provisioner", "reclaimPolicy"]
    .filter((field) => !sameJson(present[field], next[field]))
    .map((field) => ({ broken: rules.storageClass, text: `${field}: Forbidden: updates to ${field} are forbidden.` }));
  return [...changed, ...frozen("volumeBindingMode", rules.bindingMode)(present, next)];
}

function claimProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const rest = (object: KubernetesObject): JsonObject => {
    // The class and the volume are written once: by who chooses the default class, and when the claim is bound.
    const open = ["volumeName", "storageClassName"].filter((field) => textAt(present, `spec.${field}`) === "");
    const spec = without(objectAt(object, "spec"), [...open, "volumeAttributesClassName"]);
    return { ...spec, resources: without(objectAt(spec, "resources"), ["requests"]) };
  };
  if (!sameJson(rest(present), rest(next))) {
    const text =
      "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    return [{ broken: rules.claim, text }];
  }
  const size = (object: KubernetesObject): number =>
    parseQuantity(textAt(object, "spec.resources.requests.storage")) ?? 0;
  if (size(next) >= size(present)) return [];
  const text = "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity";
  return [{ broken: rules.claimShrunk, text }];
}

function frozenDataProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  if (present.immutable !== true) return [];
  return ["immutable", "data", "binaryData"]
    .filter((field) => !sameJson(present[field], next[field]))
    .map((field) => ({
      broken: rules.frozenData,
      text: `${field}: Forbidden: field is immutable when \`immutable\` is set`,
    }));
}

function roleRefProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  if (sameJson(present.roleRef, next.roleRef)) return [];
  return [{ broken: rules.roleRef, text: `roleRef: Invalid value: ${shown(next, "roleRef")}: cannot change roleRef` }];
}

function podProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const rest = (object: KubernetesObject): JsonObject => {
    const spec = objectAt(object, "spec");
    const imageless = (field: string) => objectsAt(spec, field).map((container) => without(container, ["image"]));
    return {
      ...without(spec, podFields),
      containers: imageless("containers"),
      initContainers: imageless("initContainers"),
    };
  };
  if (sameJson(rest(present), rest(next))) return [];
  const text =
    "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
  return [{ broken: rules.pod, text }];
}

function definitionProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const isEstablished = isTrue(present, "Established");
  const names = isEstablished ? ["spec.group", "spec.scope", "spec.names.plural", "spec.names.kind"] : ["spec.group"];
  const versions = objectsAt(next, "spec.versions").map((version) => textAt(version, "name"));
  const dropped = textsAt(present, "status.storedVersions").filter((version) => !versions.includes(version));
  return [
    ...names.flatMap((path) => frozen(path, rules.definition)(present, next)),
    ...dropped.map((version, index) => ({
      broken: rules.storedVersion,
      text: `status.storedVersions[${index}]: Invalid value: ${JSON.stringify(version)}: missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`,
    })),
  ];
}
