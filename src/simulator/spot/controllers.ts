import type { Controller } from "../kubernetes/controller.ts";
import type { StartCondition } from "../kubernetes/workloads/kubelet/start-conditions.ts";
import { oceanControllerStart } from "./controller-start.ts";
import { oceanController } from "./ocean-controller.ts";

/** Control loops of Spot. */
export const spotControllers: readonly Controller[] = [oceanController];

/** What Spot's programs need before they can work. */
export const spotStartConditions: readonly StartCondition[] = [oceanControllerStart];
