import type { AwsService } from "../aws-service.ts";
import { addOnsAndNodes } from "./add-ons-and-nodes.ts";

export const eks: AwsService = {
  resources: [...addOnsAndNodes.resources],
  dataSources: [...addOnsAndNodes.dataSources],
  ephemeralResources: [],
  rules: [...addOnsAndNodes.rules],
  leftOut: [...addOnsAndNodes.leftOut],
  durations: { ...addOnsAndNodes.durations },
};
