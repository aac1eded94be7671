import type { AwsService } from "../aws-service.ts";

export const s3: AwsService = {
  resources: [],
  dataSources: [],
  ephemeralResources: [],
  rules: [],
  leftOut: [],
  durations: {},
};
