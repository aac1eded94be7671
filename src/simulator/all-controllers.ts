import { argoCdControllers } from "./argo-cd/controllers.ts";
import { fluxControllers } from "./flux/controllers.ts";
import { addOnControllers } from "./kubernetes/add-ons/controllers.ts";
import type { Controller } from "./kubernetes/controller.ts";
import { loadBalancerControllers } from "./kubernetes/load-balancers/controllers.ts";
import { nodeControllers } from "./kubernetes/nodes/controllers.ts";
import { storageControllers } from "./kubernetes/storage/controllers.ts";
import { workloadControllersWith } from "./kubernetes/workloads/controllers.ts";
import type { StartCondition } from "./kubernetes/workloads/kubelet/start-conditions.ts";
import { operatorControllers, operatorStartConditions } from "./operators/controllers.ts";
import { spotControllers, spotStartConditions } from "./spot/controllers.ts";

/** What programs of the platform need before they can work. */
const startConditions: readonly StartCondition[] = [...spotStartConditions, ...operatorStartConditions];

/** Every control loop that works in simulated clusters: those of the control plane, then those of the platform's own pods. */
export const allControllers: readonly Controller[] = [
  ...nodeControllers,
  ...addOnControllers,
  ...loadBalancerControllers,
  ...workloadControllersWith(startConditions),
  ...storageControllers,
  ...spotControllers,
  ...argoCdControllers,
  ...fluxControllers,
  ...operatorControllers,
];
