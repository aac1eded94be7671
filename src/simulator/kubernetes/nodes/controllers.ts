import type { Controller } from "../controller.ts";
import { nodeController } from "./node-controller.ts";
import { vpcResourceController } from "./vpc-resource-controller.ts";

/** Control loops about machines and their interfaces. */
export const nodeControllers: readonly Controller[] = [nodeController, vpcResourceController];
