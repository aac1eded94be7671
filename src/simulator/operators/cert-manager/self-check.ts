import { resolveHost } from "../../dns/records.ts";
import type { KubernetesApi } from "../../kubernetes/api.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isObject, isTrue, type KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { gatewayKinds } from "./kinds.ts";
import { solverObject } from "./solver.ts";

/** Address of the cluster's DNS. Source: EKS, the tenth address of the service range 172.20.0.0/16. */
const clusterDns = "172.20.0.10:53";

/**
 * Why cert-manager does not get the answer itself over the public name of the host; undefined when it does. Nothing is told to the
 * ACME server before. Wording: cert-manager, pkg/issuer/acme/http; Go's net package.
 */
export function selfCheckProblem(api: KubernetesApi, challenge: KubernetesObject): string | undefined {
  const host = textAt(challenge.spec, "dnsName");
  const url = `http://${host}/.well-known/acme-challenge/${textAt(challenge.spec, "token")}`;
  const failed = (cause: string): string => `failed to perform self check GET request '${url}': Get "${url}": ${cause}`;
  const wrongStatus = (status: number): string => `wrong status code '${status}', expected '200'`;
  const target = resolveHost(api.cluster.world, host);
  if (target === undefined) return failed(`dial tcp: lookup ${host} on ${clusterDns}: no such host`);
  const gateways = gatewaysOf(api, challenge);
  const serving = gateways.filter((gateway) => addressesOf(gateway).includes(target));
  // The host answers, but from somewhere else.
  if (serving.length === 0)
    return gateways.some((gateway) => addressesOf(gateway).length > 0)
      ? wrongStatus(404)
      : failed(`dial tcp: connect: connection refused`);
  if (!serving.some((gateway) => isTrue(gateway, "Programmed"))) {
    return failed("EOF");
  }
  const route = solverObject({ api }, challenge, gatewayKinds.route);
  if (!route || !isAccepted(route)) return wrongStatus(404);
  const pod = solverObject({ api }, challenge, "/Pod");
  return pod && isTrue(pod, "Ready") ? undefined : wrongStatus(503);
}

function gatewaysOf(api: KubernetesApi, challenge: KubernetesObject): readonly KubernetesObject[] {
  return objectsAt(challenge.spec, "solver.http01.gatewayHTTPRoute.parentRefs").flatMap((reference) => {
    const namespace = textAt(reference, "namespace") || (challenge.metadata.namespace ?? "");
    const found = api.find(gatewayKinds.gateway, textAt(reference, "name"), namespace);
    return found ? [found] : [];
  });
}

function addressesOf(gateway: KubernetesObject): readonly string[] {
  return objectsAt(gateway.status, "addresses").map((address) => textAt(address, "value"));
}

/** Whether some Gateway takes the route on a listener and finds what is behind it. */
function isAccepted(route: KubernetesObject): boolean {
  const isTrue = (conditions: readonly JsonObject[], type: string): boolean =>
    conditions.some((condition) => isObject(condition) && condition.type === type && condition.status === "True");
  return objectsAt(route.status, "parents").some((parent) => {
    const conditions = objectsAt(parent, "conditions");
    return isTrue(conditions, "Accepted") && isTrue(conditions, "ResolvedRefs");
  });
}
