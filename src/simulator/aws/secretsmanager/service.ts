import type { AwsService } from "../aws-service.ts";

export const secretsManager: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
