import { flagAt } from "../../kubernetes/fields.ts";
import { safeUpgradePolicy } from "./gateway-helm/newer-objects.ts";
import { chartVersions } from "./shared/chart-versions.ts";
import { customResourceDefinitions } from "./shared/definitions.ts";

/**
 * The kinds of the Gateway API and of Envoy Gateway by themselves, as templates: each half is off until it is asked for. From 1.9 on
 * the Gateway API brings the policy that guards its kinds; no value leaves it out, as one of `gateway-helm` does.
 */
export const gatewayCrdsHelm = chartVersions("gateway-crds-helm", ({ values, definitions, edition }) => {
  const isWanted = (group: string): boolean =>
    flagAt(values, group === "gateway.envoyproxy.io" ? "crds.envoyGateway.enabled" : "crds.gatewayAPI.enabled");
  const hasPolicy = edition === "newest" && flagAt(values, "crds.gatewayAPI.enabled");
  return {
    crds: [],
    objects: [
      ...customResourceDefinitions(definitions.filter(({ group }) => isWanted(group))),
      ...(hasPolicy ? safeUpgradePolicy() : []),
    ],
  };
});
