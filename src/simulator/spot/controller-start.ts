import type { StartCondition } from "../kubernetes/workloads/kubelet/start-conditions.ts";
import { accountFor, identityOf, isOceanController } from "./controller-identity.ts";

/** Ocean's controller ends at once when Spot does not take its token. Source: general knowledge. */
export const oceanControllerStart: StartCondition = {
  name: "Ocean's controller with a token that Spot takes",
  watches: ["/Secret", "/ConfigMap"],
  matches: ({ image }) => isOceanController(image),
  problem(cluster, pod) {
    const identity = identityOf(cluster, pod);
    if (accountFor(cluster, identity)) return null;
    const account = identity.account === "" ? "" : ` for account ${identity.account}`;
    const message = `failed to authenticate with https://api.spotinst.io${account}: 401 Unauthorized`;
    return { reason: "CrashLoopBackOff", message };
  },
};
