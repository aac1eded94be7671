import type { Controller } from "../controller.ts";
import { nodeController } from "./node-controller.ts";

/** Control loops about machines. */
export const nodeControllers: readonly Controller[] = [nodeController];
