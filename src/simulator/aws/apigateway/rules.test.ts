import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { rules } from "./rules.ts";

const http = (cloud: TestCloud) =>
  String(cloud.create("aws_apigatewayv2_api", { name: "events", protocol_type: "HTTP" }).id);

const integration = (cloud: TestCloud, api_id: string, config: object = {}) =>
  cloud.create("aws_apigatewayv2_integration", {
    api_id,
    integration_type: "HTTP_PROXY",
    integration_method: "POST",
    integration_uri: "https://example.org",
    ...config,
  });

const route = (cloud: TestCloud, api_id: string, config: object = {}) =>
  cloud.create("aws_apigatewayv2_route", { api_id, route_key: "POST /events", ...config });

const authorizer = (cloud: TestCloud, api_id: string, config: object = {}) =>
  cloud.create("aws_apigatewayv2_authorizer", {
    api_id,
    name: "tokens",
    authorizer_type: "JWT",
    identity_sources: ["$request.header.Authorization"],
    jwt_configuration: [{ audience: ["events"], issuer: "https://example.us.auth0.com/" }],
    ...config,
  });

const stage = (cloud: TestCloud, api_id: string, config: object = {}) =>
  cloud.create("aws_apigatewayv2_stage", { api_id, name: "$default", ...config });

const logs = (format: string) => ({
  access_log_settings: [{ destination_arn: "arn:aws:logs:us-east-1:123456789012:log-group:events", format }],
});

const queueing = {
  integration_type: "AWS_PROXY",
  integration_subtype: "SQS-SendMessage",
  integration_uri: null,
  integration_method: null,
};

testRules(rules, testCloud, {
  apiMissing: {
    refused: (cloud) => route(cloud, "nothing000"),
    accepted: (cloud) => route(cloud, http(cloud)),
  },
  integrationMissing: {
    refused: (cloud) => route(cloud, http(cloud), { target: "integrations/nothing" }),
    accepted: (cloud) => {
      const api = http(cloud);
      route(cloud, api, { target: `integrations/${String(integration(cloud, api).id)}` });
    },
  },
  routeExists: {
    refused: (cloud) => {
      const api = http(cloud);
      route(cloud, api);
      route(cloud, api, { operation_name: "again" });
    },
    accepted: (cloud) => {
      const api = http(cloud);
      route(cloud, api);
      route(cloud, api, { route_key: "GET /events" });
    },
  },
  routeKey: {
    refused: (cloud) => route(cloud, http(cloud), { route_key: "/events" }),
    accepted: (cloud) => route(cloud, http(cloud), { route_key: "$default" }),
  },
  // Defect L3: a public route without an authoriser.
  jwt: {
    refused: (cloud) => route(cloud, http(cloud), { authorization_type: "JWT" }),
    accepted: (cloud) => {
      const api = http(cloud);
      route(cloud, api, { authorization_type: "JWT", authorizer_id: authorizer(cloud, api).id });
    },
  },
  apiKey: {
    refused: (cloud) => route(cloud, http(cloud), { api_key_required: true }),
    accepted: (cloud) => route(cloud, http(cloud), { api_key_required: false }),
  },
  subtypeRole: {
    refused: (cloud) => integration(cloud, http(cloud), queueing),
    accepted: (cloud) =>
      integration(cloud, http(cloud), { ...queueing, credentials_arn: "arn:aws:iam::123456789012:role/events" }),
  },
  integrationType: {
    refused: (cloud) => integration(cloud, http(cloud), { integration_type: "HTTP" }),
    accepted: (cloud) => integration(cloud, http(cloud)),
  },
  integrationUsed: {
    refused: (cloud) => {
      const api = http(cloud);
      const made = integration(cloud, api);
      route(cloud, api, { target: `integrations/${String(made.id)}` });
      cloud.delete("aws_apigatewayv2_integration", made);
    },
    accepted: (cloud) => cloud.delete("aws_apigatewayv2_integration", integration(cloud, http(cloud))),
  },
  jwtConfiguration: {
    refused: (cloud) => authorizer(cloud, http(cloud), { jwt_configuration: [] }),
    accepted: (cloud) => authorizer(cloud, http(cloud)),
  },
  stageExists: {
    refused: (cloud) => {
      const api = http(cloud);
      stage(cloud, api);
      stage(cloud, api);
    },
    accepted: (cloud) => {
      const api = http(cloud);
      stage(cloud, api);
      stage(cloud, api, { name: "next" });
    },
  },
  logFormat: {
    refused: (cloud) => stage(cloud, http(cloud), logs("$context.status")),
    accepted: (cloud) => stage(cloud, http(cloud), logs("$context.requestId $context.status")),
  },
});
