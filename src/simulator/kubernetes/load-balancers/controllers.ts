import type { Controller } from "../controller.ts";
import { serviceController } from "./service-controller.ts";

/** Control loops that make load balancers. */
export const loadBalancerControllers: readonly Controller[] = [serviceController];
