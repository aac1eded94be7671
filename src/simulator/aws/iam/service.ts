import type { AwsService } from "../aws-service.ts";

export const iam: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
