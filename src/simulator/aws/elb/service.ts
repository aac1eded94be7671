import type { AwsService } from "../aws-service.ts";
import { elbRules } from "./rules.ts";

/** Elastic Load Balancing as far as controllers in clusters use it; no type of the provider is simulated. */
export const elb: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: Object.values(elbRules),
  leftOut: [
    { id: "elb/certificates", reason: "Listeners are TCP: nobody of the platform ends TLS at a load balancer." },
    { id: "elb/health", reason: "Traffic is not simulated: targets are in service a while after the load balancer." },
  ],
  durations: {},
};
