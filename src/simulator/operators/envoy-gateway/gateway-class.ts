import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, flagAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isTerminating, type KubernetesObject, withConditions } from "../../kubernetes/object.ts";
import { classNameOf, conditionsOf, controllerName, kinds } from "./kinds.ts";

/** Keeps a class from going while Gateways use it. */
const finalizer = "gateway-exists-finalizer.gateway.networking.k8s.io";

/** A class that Envoy Gateway takes, with the EnvoyProxy that its parameters name. */
export interface AcceptedClass {
  readonly name: string;
  readonly proxy: KubernetesObject | undefined;
  /** All Gateways of the class share one Envoy. */
  readonly isMerged: boolean;
}

/** Accepts the classes that name this controller, and gives those that are in use. */
export function acceptClasses({ api, elapsed }: ControllerContext): readonly AcceptedClass[] {
  const accepted: AcceptedClass[] = [];
  for (const found of api.list(kinds.class)) {
    if (textAt(found.spec, "controllerName") !== controllerName) continue;
    const { uid, generation } = found.metadata;
    const isKnown = (conditionOf(found, "Accepted")?.status ?? "Unknown") !== "Unknown";
    if (!isKnown && !elapsed(`class ${uid} ${generation}`, 1)) continue;
    const problem = parametersProblem(found, (name, namespace) => api.find(kinds.envoyProxy, name, namespace));
    const { yes, no } = conditionsOf(found);
    const condition =
      problem === undefined
        ? yes("Accepted", "Accepted", "Valid GatewayClass")
        : no("Accepted", "InvalidParameters", `Invalid GatewayClass: ${problem}`);
    const current = api.setStatus(found, { conditions: withConditions(found, condition) });
    const isUsed = api.list(kinds.gateway).some((gateway) => classNameOf(gateway) === current.metadata.name);
    keepFinalizer(current, isUsed, (finalizers) => api.setFinalizers(current, finalizers));
    if (problem !== undefined || (isTerminating(current) && !isUsed)) continue;
    const proxy = proxyOf(current, (name, namespace) => api.find(kinds.envoyProxy, name, namespace));
    accepted.push({ name: current.metadata.name, proxy, isMerged: flagAt(proxy?.spec, "mergeGateways") });
  }
  return accepted;
}

type FindProxy = (name: string, namespace: string) => KubernetesObject | undefined;

function proxyOf(found: KubernetesObject, findProxy: FindProxy): KubernetesObject | undefined {
  const reference = at(found.spec, "parametersRef");
  return reference === undefined ? undefined : findProxy(textAt(reference, "name"), textAt(reference, "namespace"));
}

/** What is wrong with a class's parameters. Wording from general knowledge; reason from the Gateway API. */
function parametersProblem(found: KubernetesObject, findProxy: FindProxy): string | undefined {
  const reference = at(found.spec, "parametersRef");
  if (reference === undefined) return undefined;
  const [group, kind] = [textAt(reference, "group"), textAt(reference, "kind")];
  if (group !== "gateway.envoyproxy.io" || kind !== "EnvoyProxy") {
    return `invalid parametersRef: unsupported ${group}/${kind}, expected gateway.envoyproxy.io/EnvoyProxy`;
  }
  const name = `${textAt(reference, "namespace")}/${textAt(reference, "name")}`;
  return proxyOf(found, findProxy) ? undefined : `failed to find envoyproxy ${name} referenced by gatewayclass`;
}

function keepFinalizer(found: KubernetesObject, isUsed: boolean, set: (finalizers: readonly string[]) => void): void {
  const present = found.metadata.finalizers ?? [];
  const others = present.filter((name) => name !== finalizer);
  if (isUsed && !present.includes(finalizer) && !isTerminating(found)) set([...present, finalizer]);
  if (!isUsed && present.includes(finalizer)) set(others);
}
