import { argoCdLeftOut } from "./argo-cd/left-out.ts";
import { argoCdRules } from "./argo-cd/rules.ts";
import { auth0Rules } from "./auth0/rules.ts";
import { auth0LeftOut } from "./auth0/service.ts";
import { awsServices } from "./aws/services.ts";
import { fluxLeftOut } from "./flux/left-out.ts";
import { fluxRules } from "./flux/rules.ts";
import { helmProviderRules } from "./helm/provider/rules.ts";
import { rules as helmRules } from "./helm/rules.ts";
import { kubectlRules } from "./kubectl/rules.ts";
import { guardDutyRules } from "./kubernetes/add-ons/rules.ts";
import { connectionRules } from "./kubernetes/connection/rules.ts";
import { loadBalancerRules } from "./kubernetes/load-balancers/rules.ts";
import { machineLeftOut } from "./kubernetes/nodes/left-out.ts";
import { nodeJoinRules } from "./kubernetes/nodes/rules.ts";
import { clusterProvidersLeftOut } from "./kubernetes/provider/left-out.ts";
import { providerRules as kubernetesProviderRules } from "./kubernetes/provider/provider-rules.ts";
import { kubernetesLeftOut } from "./kubernetes/rules/left-out.ts";
import { kubernetesRules } from "./kubernetes/rules/rules.ts";
import { kustomizeLeftOut } from "./kustomize/left-out.ts";
import { kustomizeRules } from "./kustomize/rules.ts";
import { operatorLeftOut, operatorRules } from "./operators/rules.ts";
import type { AnyRule, LeftOut } from "./rule.ts";
import { spaceliftLeftOut } from "./spacelift/left-out.ts";
import { spaceliftRules } from "./spacelift/rules.ts";
import { spotRules } from "./spot/rules.ts";
import { spotLeftOut } from "./spot/service.ts";

/** Every rule that the simulator enforces, by id. */
export function allRules(): AnyRule[] {
  return [
    ...Object.values(awsServices).flatMap(({ rules }) => rules),
    ...spaceliftRules,
    ...Object.values(auth0Rules),
    ...kubernetesRules,
    ...Object.values(nodeJoinRules),
    ...Object.values(loadBalancerRules),
    ...Object.values(guardDutyRules),
    ...Object.values(helmRules),
    ...Object.values(helmProviderRules),
    ...Object.values(kubectlRules),
    ...Object.values(spotRules),
    ...Object.values(argoCdRules),
    ...Object.values(fluxRules),
    ...Object.values(kustomizeRules),
    ...operatorRules,
    ...Object.values(connectionRules),
    ...Object.values(kubernetesProviderRules),
  ].sort(byId);
}

/** Facts of the reference sheets that the simulator does not enforce, with the reason, by id. */
export function allLeftOut(): LeftOut[] {
  return [
    ...Object.values(awsServices).flatMap(({ leftOut }) => leftOut),
    ...spaceliftLeftOut,
    ...argoCdLeftOut,
    ...fluxLeftOut,
    ...kustomizeLeftOut,
    ...auth0LeftOut,
    ...machineLeftOut,
    ...spotLeftOut,
    ...operatorLeftOut,
    ...kubernetesLeftOut,
    ...clusterProvidersLeftOut,
  ].sort(byId);
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id.localeCompare(right.id);
}
