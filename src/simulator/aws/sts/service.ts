import type { AwsService } from "../aws-service.ts";

export const sts: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
