import { dnsVersion } from "../../dns/domain-keeper.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { reconcileCertificates } from "./certificates.ts";
import { reconcileChallenges } from "./challenges.ts";
import { certificatesOfGateways } from "./gateway-shim.ts";
import { reconcileIssuers } from "./issuers.ts";
import { gatewayKinds, kinds } from "./kinds.ts";
import { reconcileOrders } from "./orders.ts";
import { reconcileRequests } from "./requests.ts";
import { runningSettings } from "./settings.ts";

/** cert-manager's controller: issuers, certificates of Gateways, and the way from a Certificate to its Secret. */
export const certManagerController: Controller = {
  name: "cert-manager",
  watches: [...Object.values(kinds), ...Object.values(gatewayKinds), "/Secret", "/Pod", "/ConfigMap", dnsVersion],
  isRunning: (cluster) => runningSettings(cluster) !== undefined,
  reconcile(context) {
    const settings = runningSettings(context.cluster);
    // Without its kinds the controller runs and has nothing to look at.
    if (!settings || !findKind(context.cluster, "cert-manager.io", "Certificate")) return;
    reconcileIssuers(context, settings);
    if (settings.hasGatewaySwitch) certificatesOfGateways(context);
    reconcileCertificates(context, settings);
    reconcileRequests(context, settings);
    reconcileOrders(context);
    reconcileChallenges(context, settings);
  },
};
