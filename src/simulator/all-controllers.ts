import type { Controller } from "./kubernetes/controller.ts";
import { nodeControllers } from "./kubernetes/nodes/controllers.ts";

/** Every control loop that works in simulated clusters: those of the control plane, then those of the platform's own pods. */
export const allControllers: readonly Controller[] = [...nodeControllers];
