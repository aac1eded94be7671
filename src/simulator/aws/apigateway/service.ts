import type { AwsService } from "../aws-service.ts";
import { api } from "./api-type.ts";
import { authorizer, integration, route } from "./part-types.ts";
import { rules } from "./rules.ts";
import { stage } from "./stage-type.ts";

/** API Gateway, version 2: HTTP APIs. */
export const apigateway: AwsService = {
  resources: [api, authorizer, integration, route, stage],
  dataSources: [],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [
    { id: "apigw/selection", reason: "The platform's APIs keep the expression that HTTP APIs have." },
    { id: "apigw/rate", reason: "Request rates are not counted; plan a fault to see throttling." },
  ],
  durations: {},
};
