import type { AwsService } from "../aws-service.ts";

export const kms: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
