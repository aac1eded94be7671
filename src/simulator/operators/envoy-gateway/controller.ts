import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { imageVersion, mainImage, operatorPod } from "../operator-pod.ts";
import { reconcileGateways, reportGateways } from "./gateway.ts";
import { gatewayChecks } from "./gateway-checks.ts";
import { acceptClasses } from "./gateway-class.ts";
import { attachRoutes } from "./http-route.ts";
import { kinds } from "./kinds.ts";
import { attachPolicies } from "./policies.ts";
import { policyChecks } from "./policy-checks.ts";

/** Envoy Gateway: takes classes, makes an Envoy for each Gateway, attaches routes and policies. */
export const envoyGateway: Controller = {
  name: "envoy-gateway",
  watches: [
    ...Object.values(kinds),
    "/Secret",
    "/Service",
    "/ConfigMap",
    "/ServiceAccount",
    "/Namespace",
    "/Pod",
    "apps/Deployment",
  ],
  isRunning: (cluster) => controllerPod(cluster) !== undefined,
  definitionChecks: [...gatewayChecks, ...policyChecks],
  reconcile(context) {
    const pod = controllerPod(context.cluster);
    if (!pod) return;
    const classes = acceptClasses(context);
    const listeners = reconcileGateways(context, classes, pod);
    const attached = attachRoutes(context, listeners);
    reportGateways(context, listeners, pod, attached);
    attachPolicies(context, imageVersion(mainImage(pod)));
  },
};

function controllerPod(cluster: Cluster): KubernetesObject | undefined {
  return operatorPod(cluster, (image) => /(^|\/)envoyproxy\/gateway:/.test(image));
}
