import type { JsonObject } from "../../world/json.ts";
import { at, objectAt, objectsAt, textAt, textsAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import type { InvalidRule, Problem } from "../rules/invalid.ts";
import { objectRules as rules } from "../rules/object-rules.ts";
import { portNumberProblem } from "./port-forms.ts";

/** By kind: what is wrong with objects that run nothing themselves. */
export const objectChecks: Readonly<Record<string, (object: KubernetesObject) => readonly Problem[]>> = {
  "policy/PodDisruptionBudget": budgetProblems,
  "rbac.authorization.k8s.io/Role": roleProblems,
  "rbac.authorization.k8s.io/ClusterRole": roleProblems,
  "rbac.authorization.k8s.io/RoleBinding": bindingProblems,
  "rbac.authorization.k8s.io/ClusterRoleBinding": bindingProblems,
  "networking.k8s.io/NetworkPolicy": networkPolicyProblems,
  "autoscaling/HorizontalPodAutoscaler": scalerProblems,
};

function budgetProblems(budget: KubernetesObject): readonly Problem[] {
  const { minAvailable = null, maxUnavailable = null } = objectAt(budget, "spec");
  return when(
    minAvailable !== null && maxUnavailable !== null,
    rules.budgetBoth,
    `spec: Invalid value: {"MinAvailable":${JSON.stringify(minAvailable)},"MaxUnavailable":${JSON.stringify(maxUnavailable)}}: minAvailable and maxUnavailable cannot be both set`,
  );
}

function roleProblems(role: KubernetesObject): readonly Problem[] {
  return objectsAt(role, "rules").flatMap((one, index) => [
    ...when(
      textsAt(one, "verbs").length === 0,
      rules.roleVerbs,
      `rules[${index}].verbs: Required value: verbs must contain at least one value`,
    ),
    ...when(
      textsAt(one, "resources").length > 0 && at(one, "apiGroups") === undefined,
      rules.roleGroups,
      `rules[${index}].apiGroups: Required value: resource rules must supply at least one api group`,
    ),
  ]);
}

function bindingProblems(binding: KubernetesObject): readonly Problem[] {
  return [
    ...when(textAt(binding, "roleRef.name") === "", rules.bindingRole, "roleRef.name: Required value"),
    ...objectsAt(binding, "subjects").flatMap((subject, index) =>
      when(
        textAt(subject, "kind") === "ServiceAccount" && textAt(subject, "namespace") === "",
        rules.bindingNamespace,
        `subjects[${index}].namespace: Required value`,
      ),
    ),
  ];
}

function networkPolicyProblems(policy: KubernetesObject): readonly Problem[] {
  return [...directionProblems(policy, "ingress", "from"), ...directionProblems(policy, "egress", "to")];
}

function directionProblems(policy: KubernetesObject, direction: string, peers: string): readonly Problem[] {
  return objectsAt(policy, `spec.${direction}`).flatMap((one, index) => [
    ...objectsAt(one, "ports").flatMap((port, place) => policyPortProblems(port, index, place, direction)),
    ...objectsAt(one, peers).flatMap((peer, place) =>
      when(
        at(peer, "ipBlock") !== undefined && Object.keys(peer).length > 1,
        rules.policyPeer,
        `spec.${direction}[${index}].${peers}[${place}]: Forbidden: may not specify both ipBlock and another peer`,
      ),
    ),
  ]);
}

function policyPortProblems(port: JsonObject, index: number, place: number, direction: string): readonly Problem[] {
  const number = at(port, "port");
  const wrong = typeof number === "number" ? portNumberProblem(number) : undefined;
  const path = `spec.${direction}[${index}].ports[${place}].port`;
  return when(wrong !== undefined, rules.policyPort, `${path}: Invalid value: ${number}: ${wrong}`);
}

/** A CronJob's schedule has five fields, or is one of the words such as `@daily`. */
export function scheduleProblems(cronJob: KubernetesObject): readonly Problem[] {
  const schedule = textAt(cronJob, "spec.schedule");
  const fields = schedule.split(/\s+/).filter((field) => field !== "");
  return when(
    !schedule.startsWith("@") && fields.length !== 5,
    rules.schedule,
    `spec.schedule: Invalid value: ${JSON.stringify(schedule)}: expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`,
  );
}

function scalerProblems(scaler: KubernetesObject): readonly Problem[] {
  const { minReplicas = 1, maxReplicas } = objectAt(scaler, "spec");
  return when(
    Number(maxReplicas) < Number(minReplicas),
    rules.scalerRange,
    `spec.maxReplicas: Invalid value: ${maxReplicas}: must be greater than or equal to \`minReplicas\``,
  );
}

function when(isWrong: boolean, broken: InvalidRule, text: string): readonly Problem[] {
  return isWrong ? [{ broken, text }] : [];
}
