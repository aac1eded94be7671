import type { AwsService } from "../aws-service.ts";
import { parameter, parameterData, parameterEphemeral } from "./parameter-type.ts";
import { rules } from "./rules.ts";

/** Systems Manager: the parameter store. */
export const ssm: AwsService = {
  resources: [parameter],
  dataSources: [parameterData],
  ephemeralResources: [parameterEphemeral],
  rules: Object.values(rules),
  leftOut: [],
  durations: {},
};
