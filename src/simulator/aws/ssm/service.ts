import type { AwsService } from "../aws-service.ts";

export const ssm: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
