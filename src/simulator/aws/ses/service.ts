import type { AwsService } from "../aws-service.ts";
import { configurationSet } from "./configuration-set-type.ts";
import { emailIdentity } from "./identity-type.ts";
import { rules } from "./rules.ts";

/** SES, both versions of its API. */
export const ses: AwsService = {
  resources: [emailIdentity, configurationSet],
  dataSources: [],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [],
  durations: {},
};
