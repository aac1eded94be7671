import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, objectAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { isAtLeast } from "../operator-pod.ts";
import { byAge, conditionsOf, controllerName, type GatewayCondition, kinds } from "./kinds.ts";
import { deprecations, policyProblem } from "./policy-problems.ts";

const policyKinds = [kinds.clientPolicy, kinds.backendPolicy, kinds.securityPolicy];

/** Says of every policy whether it is in force: the older one wins where two of a kind are for the same thing. */
export function attachPolicies({ api, elapsed }: ControllerContext, controllerVersion: readonly number[]): void {
  for (const kind of policyKinds) {
    const taken = new Set<string>();
    for (const policy of [...api.list(kind)].sort(byAge)) {
      if (isTerminating(policy)) continue;
      const isKnown = at(policy.status, "ancestors") !== undefined;
      if (!isKnown && !elapsed(`policy ${policy.metadata.uid}`, 1)) continue;
      const ancestors = targetsOf(policy).map((target) => {
        const { yes, no } = conditionsOf(policy);
        const problem =
          targetProblem(api.find.bind(api), policy, target) ??
          conflict(policy, target, taken) ??
          policyProblem(api, policy);
        const accepted = problem
          ? no("Accepted", problem.reason, problem.message)
          : yes("Accepted", "Accepted", "Policy has been accepted.");
        return {
          ancestorRef: {
            group: "gateway.networking.k8s.io",
            kind: textAt(target, "kind"),
            namespace: policy.metadata.namespace,
            name: textAt(target, "name"),
            ...(textAt(target, "sectionName") === "" ? {} : { sectionName: textAt(target, "sectionName") }),
          },
          controllerName,
          conditions: [accepted, ...warnings(policy, controllerVersion)],
        };
      });
      api.setStatus(policy, { ancestors });
    }
  }
}

/** What a policy is for; the single `targetRef` is the older form. */
function targetsOf(policy: KubernetesObject): readonly JsonObject[] {
  const single = at(policy.spec, "targetRef");
  return single === undefined ? objectsAt(policy.spec, "targetRefs") : [objectAt(policy.spec, "targetRef")];
}

interface Problem {
  readonly reason: string;
  readonly message: string;
}

type Find = (kind: string, name: string, namespace: string) => KubernetesObject | undefined;

function targetProblem(find: Find, policy: KubernetesObject, target: JsonObject): Problem | undefined {
  const namespace = policy.metadata.namespace ?? "";
  const [kind, name, section] = [textAt(target, "kind"), textAt(target, "name"), textAt(target, "sectionName")];
  const found = find(`gateway.networking.k8s.io/${kind}`, name, namespace);
  if (!found) return { reason: "TargetNotFound", message: `${kind} ${namespace}/${name} not found.` };
  const sections = objectsAt(found.spec, kind === "Gateway" ? "listeners" : "rules");
  if (section !== "" && !sections.some((entry) => textAt(entry, "name") === section)) {
    return { reason: "TargetNotFound", message: `No section name ${section} found for ${kind} ${namespace}/${name}.` };
  }
  return undefined;
}

/** Messages: Envoy Gateway, internal/gatewayapi/clienttrafficpolicy.go and securitypolicy.go. */
function conflict(policy: KubernetesObject, target: JsonObject, taken: Set<string>): Problem | undefined {
  const [kind, name, section] = [textAt(target, "kind"), textAt(target, "name"), textAt(target, "sectionName")];
  const key = `${policy.metadata.namespace}/${kind}/${name}/${section}`;
  if (taken.has(key)) {
    const what = section === "" ? `${kind} ${name}` : `section ${section} of ${kind} ${name}`;
    const message = `Unable to target ${what}, another ${policy.kind} has already attached to it`;
    return { reason: "Conflicted", message };
  }
  taken.add(key);
  return undefined;
}

/** Newer controllers say in the status which old forms a policy uses. */
function warnings(policy: KubernetesObject, controllerVersion: readonly number[]): readonly GatewayCondition[] {
  const old = deprecations(policy);
  if (old.length === 0 || !isAtLeast(controllerVersion, 1, 6)) return [];
  return [conditionsOf(policy).yes("Warning", "DeprecatedField", old.join(". "))];
}
