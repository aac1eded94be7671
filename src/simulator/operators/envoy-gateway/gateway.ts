import type { ControllerContext } from "../../kubernetes/controller.ts";
import { numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isTerminating, type KubernetesObject, withConditions } from "../../kubernetes/object.ts";
import { imageVersion, isAtLeast, mainImage } from "../operator-pod.ts";
import { type DataPlane, dataPlaneObjects } from "./data-plane.ts";
import type { AcceptedClass } from "./gateway-class.ts";
import { infrastructureName } from "./infrastructure-name.ts";
import { classNameOf, conditionsOf, fullName, kinds } from "./kinds.ts";
import { type Listener, listenerKey, listenersOf, supportedKinds } from "./listeners.ts";

const owningGateway = "gateway.envoyproxy.io/owning-gateway-name";
const owningNamespace = "gateway.envoyproxy.io/owning-gateway-namespace";
const owningClass = "gateway.envoyproxy.io/owning-gatewayclass";

/** Gateways that share one Envoy. */
interface Group {
  readonly plane: DataPlane;
  readonly gateways: readonly KubernetesObject[];
  readonly listeners: readonly Listener[];
}

/** Makes an Envoy for every Gateway of an accepted class and removes those that are not wanted any more. Gives all listeners. */
export function reconcileGateways(
  context: ControllerContext,
  classes: readonly AcceptedClass[],
  controllerPod: KubernetesObject,
): readonly Listener[] {
  const groups = classes.flatMap((accepted) => groupsOf(context, accepted, controllerPod));
  for (const { plane } of groups) {
    if (plane.ports.length > 0) for (const object of dataPlaneObjects(plane)) context.api.apply(object);
  }
  removeUnwanted(context, controllerPod, groups);
  return groups.flatMap(({ listeners }) => listeners);
}

/** Says of every Gateway what became of it; `attachedRoutes` by `listenerKey`. */
export function reportGateways(
  context: ControllerContext,
  listeners: readonly Listener[],
  controllerPod: KubernetesObject,
  attachedRoutes: ReadonlyMap<string, number>,
): void {
  for (const gateway of new Set(listeners.map((listener) => listener.gateway))) {
    const own = listeners.filter((listener) => listener.gateway === gateway);
    const current = context.api.find(kinds.gateway, gateway.metadata.name, gateway.metadata.namespace);
    if (!current) continue;
    const namespace = controllerPod.metadata.namespace ?? "";
    const service = serviceOf(context, gateway, namespace);
    const addresses = addressesOf(service);
    context.api.setStatus(current, {
      addresses,
      conditions: withConditions(current, accepted(current, own), programmed(context, current, service, addresses)),
      listeners: own.map((listener) => ({
        name: listener.name,
        attachedRoutes: attachedRoutes.get(listenerKey(listener)) ?? 0,
        supportedKinds: supportedKinds(listener.protocol),
        conditions: listener.conditions,
      })),
    });
  }
}

function groupsOf(context: ControllerContext, accepted: AcceptedClass, controllerPod: KubernetesObject): Group[] {
  const gateways = context.api
    .list(kinds.gateway)
    .filter((gateway) => classNameOf(gateway) === accepted.name && !isTerminating(gateway))
    .filter((gateway) => isSeen(context, gateway));
  const controllerImage = mainImage(controllerPod);
  const group = (owner: string, labels: Readonly<Record<string, string>>, members: readonly KubernetesObject[]) => {
    const listeners = listenersOf(context.api, members);
    const ports = [...new Set(listeners.filter(({ isReady }) => isReady).map(({ port }) => port))].sort(
      (a, b) => a - b,
    );
    const plane: DataPlane = {
      name: infrastructureName(owner),
      namespace: controllerPod.metadata.namespace ?? "",
      owner: labels,
      ports,
      proxy: accepted.proxy,
      controllerImage,
      controllerVersion: imageVersion(controllerImage),
    };
    return { plane, gateways: members, listeners };
  };
  if (accepted.isMerged && gateways.length > 0) {
    return [group(accepted.name, { [owningClass]: accepted.name }, gateways)];
  }
  return gateways.map((gateway) => {
    const { name, namespace = "" } = gateway.metadata;
    return group(fullName(gateway), { [owningGateway]: name, [owningNamespace]: namespace }, [gateway]);
  });
}

/** A new Gateway is seen within a second. */
function isSeen({ elapsed }: ControllerContext, gateway: KubernetesObject): boolean {
  const known = (conditionOf(gateway, "Accepted")?.status ?? "Unknown") !== "Unknown";
  return known || elapsed(`gateway ${gateway.metadata.uid}`, 1);
}

/** Envoys whose Gateway went, or no longer has a listener that works, or whose class is no longer accepted. */
function removeUnwanted({ api }: ControllerContext, pod: KubernetesObject, groups: readonly Group[]): void {
  const namespace = pod.metadata.namespace ?? "";
  const wanted = new Set(groups.filter(({ plane }) => plane.ports.length > 0).map(({ plane }) => plane.name));
  const labels = { "app.kubernetes.io/managed-by": "envoy-gateway", "app.kubernetes.io/component": "proxy" };
  for (const kind of ["apps/Deployment", "/Service", "/ConfigMap", "/ServiceAccount"]) {
    for (const object of api.list(kind, { namespace, labels })) {
      if (wanted.has(object.metadata.name) || isTerminating(object)) continue;
      if (isKeptWithoutClass(api.list(kinds.gateway), object, imageVersion(mainImage(pod)))) continue;
      api.delete(object);
    }
  }
}

/** Before 1.3 a class whose parameters are broken left running Envoys alone. Source: Envoy Gateway, release notes 1.3.0. */
function isKeptWithoutClass(
  gateways: readonly KubernetesObject[],
  { metadata }: KubernetesObject,
  version: readonly number[],
): boolean {
  const { [owningGateway]: name, [owningNamespace]: namespace, [owningClass]: className } = metadata.labels ?? {};
  if (isAtLeast(version, 1, 3)) return false;
  return gateways.some((gateway) =>
    className === undefined
      ? gateway.metadata.name === name && gateway.metadata.namespace === namespace
      : classNameOf(gateway) === className,
  );
}

/** Messages: Envoy Gateway, internal/gatewayapi/status/gateway.go. */
function accepted(gateway: KubernetesObject, listeners: readonly Listener[]) {
  const { yes, no } = conditionsOf(gateway);
  return listeners.some(({ isReady }) => isReady)
    ? yes("Accepted", "Accepted", "The Gateway has been scheduled by Envoy Gateway")
    : no("Accepted", "ListenersNotValid", "None of the Gateway's listeners is valid");
}

function programmed(
  { api }: ControllerContext,
  gateway: KubernetesObject,
  service: KubernetesObject | undefined,
  addresses: readonly { readonly type: string; readonly value: string }[],
) {
  const { yes, no } = conditionsOf(gateway);
  if (addresses.length === 0) {
    return no("Programmed", "AddressNotAssigned", "No addresses have been assigned to the Gateway");
  }
  const { name = "", namespace = "" } = service?.metadata ?? {};
  const deployment = api.find("apps/Deployment", name, namespace);
  const available = numberAt(deployment?.status, "availableReplicas", 0);
  if (available === 0) return no("Programmed", "NoResources", "Envoy replicas unavailable");
  const wanted = numberAt(deployment?.spec, "replicas", 1);
  const message = `Address assigned to the Gateway, ${available}/${wanted} envoy replicas available`;
  return yes("Programmed", "Programmed", message);
}

function serviceOf({ api }: ControllerContext, gateway: KubernetesObject, namespace: string) {
  const { name, namespace: own = "" } = gateway.metadata;
  return (
    api.list("/Service", { namespace, labels: { [owningGateway]: name, [owningNamespace]: own } })[0] ??
    api.list("/Service", { namespace, labels: { [owningClass]: classNameOf(gateway) } })[0]
  );
}

function addressesOf(service: KubernetesObject | undefined) {
  if (service && textAt(service.spec, "type") === "ClusterIP") {
    const value = textAt(service.spec, "clusterIP");
    return value === "" ? [] : [{ type: "IPAddress", value }];
  }
  return objectsAt(service?.status, "loadBalancer.ingress").map((entry) => {
    const hostname = textAt(entry, "hostname");
    return hostname === "" ? { type: "IPAddress", value: textAt(entry, "ip") } : { type: "Hostname", value: hostname };
  });
}
