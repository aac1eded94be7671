import type { KubernetesApi } from "../../kubernetes/api.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, numberAt, objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { selects } from "../../kubernetes/workloads/selectors.ts";
import type { JsonObject } from "../../world/json.ts";
import { hostsIntersect } from "./hostnames.ts";
import { conditionsOf, controllerName, type GatewayCondition, kinds } from "./kinds.ts";
import { type Listener, listenerKey } from "./listeners.ts";
import { isReferenceAllowed } from "./reference-grants.ts";

/** Attaches routes to listeners, says so in their status, and counts them by `listenerKey`. */
export function attachRoutes(context: ControllerContext, listeners: readonly Listener[]): ReadonlyMap<string, number> {
  const attached = new Map<string, number>();
  for (const kind of [kinds.httpRoute, kinds.grpcRoute]) {
    for (const route of context.api.list(kind)) {
      if (isTerminating(route)) continue;
      const parents = objectsAt(route.spec, "parentRefs").flatMap((parentRef) => {
        const offered = listenersOfParent(listeners, parentRef, route);
        if (offered.length === 0) return [];
        const { condition, taken } = attachment(context.api, route, parentRef, offered);
        for (const listener of taken) {
          const key = listenerKey(listener);
          attached.set(key, (attached.get(key) ?? 0) + 1);
        }
        return [{ parentRef, controllerName, conditions: [condition, resolvedReferences(context.api, route)] }];
      });
      if (parents.length === 0 && at(route.status, "parents") === undefined) continue;
      if (isSeen(context, route)) context.api.setStatus(route, { parents });
    }
  }
  return attached;
}

function isSeen({ elapsed }: ControllerContext, route: KubernetesObject): boolean {
  return at(route.status, "parents") !== undefined || elapsed(`route ${route.metadata.uid}`, 1);
}

/** All listeners of the Gateway that a route names. */
function listenersOfParent(listeners: readonly Listener[], parentRef: JsonObject, route: KubernetesObject): Listener[] {
  if ((textAt(parentRef, "kind") || "Gateway") !== "Gateway") return [];
  const namespace = textAt(parentRef, "namespace") || route.metadata.namespace;
  const name = textAt(parentRef, "name");
  return listeners.filter(({ gateway: { metadata } }) => metadata.name === name && metadata.namespace === namespace);
}

interface Attachment {
  readonly condition: GatewayCondition;
  readonly taken: readonly Listener[];
}

/** Reasons: Gateway API; messages: Envoy Gateway, internal/gatewayapi. */
function attachment(
  api: KubernetesApi,
  route: KubernetesObject,
  parentRef: JsonObject,
  offered: readonly Listener[],
): Attachment {
  const { yes, no } = conditionsOf(route);
  const refused = (reason: string, message: string) => ({ condition: no("Accepted", reason, message), taken: [] });
  const section = textAt(parentRef, "sectionName");
  const port = numberAt(parentRef, "port", 0);
  const named = offered.filter(
    (listener) => (section === "" || listener.name === section) && (port === 0 || listener.port === port),
  );
  if (named.length === 0) return refused("NoMatchingParent", "No listeners match this parent ref");
  const open = named.filter((listener) => admits(api, listener, route));
  if (open.length === 0) {
    const message = "No listeners included by this parent ref allowed this attachment.";
    return refused("NotAllowedByListeners", message);
  }
  const ready = open.filter(({ isReady }) => isReady);
  if (ready.length === 0) return refused("NoReadyListeners", "There are no ready listeners for this parent ref");
  const hostnames = textsAt(route.spec, "hostnames");
  const taken = ready.filter(({ hostname }) => hostsIntersect(hostname, hostnames));
  if (taken.length === 0) {
    const kind = route.kind;
    const message = `There were no hostname intersections between the ${kind} and this parent ref's Listener(s).`;
    return refused("NoMatchingListenerHostname", message);
  }
  return { condition: yes("Accepted", "Accepted", "Route is accepted"), taken };
}

/** Whether a listener takes routes of that kind from that namespace; from the Gateway's own when it says nothing. */
function admits(api: KubernetesApi, { spec, protocol, gateway }: Listener, route: KubernetesObject): boolean {
  const allowedKinds = objectsAt(spec, "allowedRoutes.kinds").map((kind) => textAt(kind, "kind"));
  if (allowedKinds.length > 0 && !allowedKinds.includes(route.kind)) return false;
  if (protocol !== "HTTP" && protocol !== "HTTPS") return false;
  const from = textAt(spec, "allowedRoutes.namespaces.from") || "Same";
  if (from === "All") return true;
  if (from === "Same") return route.metadata.namespace === gateway.metadata.namespace;
  const labels = api.find("/Namespace", route.metadata.namespace ?? "")?.metadata.labels ?? {};
  return selects(at(spec, "allowedRoutes.namespaces.selector"), labels);
}

function resolvedReferences(api: KubernetesApi, route: KubernetesObject): GatewayCondition {
  const { yes, no } = conditionsOf(route);
  for (const rule of objectsAt(route.spec, "rules")) {
    for (const backend of objectsAt(rule, "backendRefs")) {
      const problem = backendProblem(api, route, backend);
      if (problem) return no("ResolvedRefs", problem.reason, problem.message);
    }
  }
  return yes("ResolvedRefs", "ResolvedRefs", "Resolved all the Object references for the Route");
}

function backendProblem(api: KubernetesApi, route: KubernetesObject, backend: JsonObject) {
  const own = route.metadata.namespace ?? "";
  const [namespace, name] = [textAt(backend, "namespace") || own, textAt(backend, "name")];
  const [group, kind] = [textAt(backend, "group"), textAt(backend, "kind") || "Service"];
  if (group !== "" || kind !== "Service") {
    return { reason: "InvalidKind", message: "Group is invalid, only the core API group and Service are supported" };
  }
  const from = { group: "gateway.networking.k8s.io", kind: route.kind, namespace: own };
  if (!isReferenceAllowed(api, { from, to: { group, kind, namespace, name } })) {
    const message = `Backend ref to ${kind} ${namespace}/${name} not permitted by any ReferenceGrant.`;
    return { reason: "RefNotPermitted", message };
  }
  const port = numberAt(backend, "port", 0);
  if (port === 0) {
    const message = "A valid port number corresponding to a port on the Service must be specified.";
    return { reason: "PortNotSpecified", message };
  }
  const service = api.find("/Service", name, namespace);
  if (!service) return { reason: "BackendNotFound", message: `Service ${namespace}/${name} not found` };
  if (!objectsAt(service.spec, "ports").some((entry) => numberAt(entry, "port", 0) === port)) {
    return { reason: "PortNotFound", message: `TCP Port ${port} not found on Service ${namespace}/${name}` };
  }
  return undefined;
}
