import type { Controller } from "../controller.ts";
import { eksAddOns } from "./eks-add-ons.ts";
import { guardDutyCoverage } from "./guardduty-coverage.ts";

/** Control loops about EKS's add-ons. */
export const addOnControllers: readonly Controller[] = [eksAddOns, guardDutyCoverage];
