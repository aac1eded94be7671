import type { AwsService } from "../aws-service.ts";
import { callerIdentity, defaultTags, partition } from "./data-sources.ts";
import { rules } from "./rules.ts";

/** STS, with the data sources that tell of the caller and the provider. */
export const sts: AwsService = {
  resources: [],
  dataSources: [callerIdentity, partition, defaultTags],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [
    { id: "sts/caller-identity", reason: "No refusal: GetCallerIdentity needs no permission, and so it behaves." },
    { id: "sts/rate", reason: "Request rates are not counted; plan a fault to see throttling." },
  ],
  durations: {},
};
