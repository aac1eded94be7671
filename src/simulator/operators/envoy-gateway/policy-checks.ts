import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { DefinitionCheck } from "../../kubernetes/server/definition-check.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import { subjectOf } from "../review.ts";
import { kinds } from "./kinds.ts";
import { rules } from "./rules.ts";

/** Rules in the definitions of Envoy Gateway. */
export const policyChecks: readonly DefinitionCheck[] = [
  { kind: kinds.clientPolicy, check: (policy) => checkTargets(policy, ["Gateway"], rules.clientTarget) },
  {
    kind: kinds.securityPolicy,
    check: (policy) => {
      checkTargets(policy, ["Gateway", "HTTPRoute", "GRPCRoute"], rules.securityTarget);
      checkTokens(policy);
    },
  },
];

function checkTargets(
  policy: KubernetesObject,
  allowed: readonly string[],
  wrongKind: typeof rules.clientTarget | typeof rules.securityTarget,
): void {
  const subject = subjectOf(policy);
  const single = at(policy.spec, "targetRef");
  const many = at(policy.spec, "targetRefs") !== undefined || at(policy.spec, "targetSelectors") !== undefined;
  refuseIf((single !== undefined) === many, rules.noTarget, subject);
  const targets =
    single === undefined ? objectsAt(policy.spec, "targetRefs") : objectsAt({ targets: [single] }, "targets");
  for (const target of targets) {
    refuseIf(textAt(target, "group") !== "gateway.networking.k8s.io", rules.targetGroup, subject);
    refuseIf(!allowed.includes(textAt(target, "kind")), wrongKind, subject);
  }
}

function checkTokens(policy: KubernetesObject): void {
  const subject = subjectOf(policy);
  for (const [index, provider] of objectsAt(policy.spec, "jwt.providers").entries()) {
    const sets = ["remoteJWKS", "localJWKS"].filter((field) => at(provider, field) !== undefined);
    refuseIf(sets.length !== 1, rules.keySets, subject, index);
  }
  const wanted = objectsAt(policy.spec, "authorization.rules").some((rule) => at(rule, "principal.jwt") !== undefined);
  refuseIf(wanted && at(policy.spec, "jwt") === undefined, rules.authorisationWithoutToken, subject);
}
