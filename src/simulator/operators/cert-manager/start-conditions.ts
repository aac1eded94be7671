import { findKind } from "../../kubernetes/kinds.ts";
import type { StartCondition } from "../../kubernetes/workloads/kubelet/start-conditions.ts";
import { isControllerImage, settingsOf } from "./settings.ts";

/** What the controller of cert-manager needs to start. Source: cert-manager, pkg/controller/context.go. */
export const certManagerStartConditions: readonly StartCondition[] = [
  {
    name: "cert-manager with Gateway API",
    watches: ["apiextensions.k8s.io/CustomResourceDefinition", "/ConfigMap"],
    matches: ({ image }) => isControllerImage(image),
    problem(cluster, pod) {
      if (!settingsOf(cluster, pod).hasGatewaySwitch) return null;
      if (findKind(cluster, "gateway.networking.k8s.io", "Gateway")) return null;
      const message =
        "error building controller context: the Gateway API CRDs do not seem to be present, but EnableGatewayAPI is set to true. Please install the gateway-api CRDs.";
      return { reason: "CrashLoopBackOff", message };
    },
  },
];
