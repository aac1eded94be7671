import { flagAt } from "../../kubernetes/fields.ts";
import { chartVersions } from "./shared/chart-versions.ts";
import { customResourceDefinitions } from "./shared/definitions.ts";

/** The kinds of the Gateway API and of Envoy Gateway by themselves, as templates: each half is off until it is asked for. */
export const gatewayCrdsHelm = chartVersions("gateway-crds-helm", ({ values, definitions }) => {
  const isWanted = (group: string): boolean =>
    flagAt(values, group === "gateway.envoyproxy.io" ? "crds.envoyGateway.enabled" : "crds.gatewayAPI.enabled");
  return { crds: [], objects: customResourceDefinitions(definitions.filter(({ group }) => isWanted(group))) };
});
