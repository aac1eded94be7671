import type { Kind } from "../kinds.ts";
import type { KubernetesObject } from "../object.ts";
import type { Problem } from "../rules/invalid.ts";
import { fieldProblems } from "./field-checks.ts";
import { immutabilityProblems } from "./immutable-fields.ts";
import { refuse } from "./kubernetes-error.ts";
import { metadataChangeProblems, metadataProblems } from "./metadata-checks.ts";

/** @throws KubernetesError `Invalid` with everything that is wrong with a new object */
export function validateNew(kind: Kind, object: KubernetesObject): void {
  refuseProblems(kind, object, [...metadataProblems(kind, object), ...fieldProblems(kind, object)]);
}

/** @throws KubernetesError `Invalid` with everything that is wrong with a changed object */
export function validateChange(kind: Kind, present: KubernetesObject, next: KubernetesObject): void {
  refuseProblems(kind, next, [
    ...metadataChangeProblems(present, next),
    ...(next.metadata === present.metadata ? [] : metadataProblems(kind, next)),
    ...fieldProblems(kind, next),
    ...immutabilityProblems(kind, present, next),
  ]);
}

function refuseProblems(kind: Kind, object: KubernetesObject, problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const subject = `${kind.kind}${kind.group === "" ? "" : `.${kind.group}`} "${object.metadata.name}"`;
  const texts = [...new Set(problems.map(({ text }) => text))];
  refuse(first.broken, subject, others.length === 0 ? first.text : `[${texts.join(", ")}]`);
}
