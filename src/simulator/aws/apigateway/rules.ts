import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";
const logs = "public logs of plans that were refused";
const words = "API reference; words from general knowledge";

/** What API Gateway refuses of HTTP APIs. */
export const rules = {
  apiMissing: rule({
    id: "apigw/missing",
    operation: "GetApi",
    code: "NotFoundException",
    http: 404,
    message: (account: string, id: string) => `Invalid API identifier specified ${account}:${id}`,
    source: snapshot,
  }),
  integrationMissing: rule({
    id: "apigw/integration-missing",
    operation: "CreateRoute",
    code: "NotFoundException",
    http: 404,
    message: () => "Invalid Integration identifier specified",
    source: snapshot,
  }),
  routeExists: rule({
    id: "apigw/route-dup",
    operation: "CreateRoute",
    code: "ConflictException",
    http: 409,
    message: (key: string) => `Route with key ${key} already exists for this API`,
    source: words,
  }),
  routeKey: rule({
    id: "apigw/route-key",
    operation: "CreateRoute",
    code: "BadRequestException",
    message: () =>
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<METHOD> /<RESOURCE PATH>" or "$default"',
    source: logs,
  }),
  jwt: rule({
    id: "apigw/jwt",
    operation: "CreateRoute",
    code: "BadRequestException",
    message: () => "Setting the authorization type to JWT requires a valid JWT authorizer.",
    source: logs,
  }),
  apiKey: rule({
    id: "apigw/api-key",
    operation: "CreateRoute",
    code: "BadRequestException",
    message: () => "ApiKeyRequired is not currently supported for HTTP APIs.",
    source: logs,
  }),
  subtypeRole: rule({
    id: "apigw/role",
    operation: "CreateIntegration",
    code: "BadRequestException",
    message: (subtype: string) =>
      `Role ARN must be specified for AWS integration configuration with Subtype: ${subtype}`,
    source: logs,
  }),
  integrationType: rule({
    id: "apigw/integration-type",
    operation: "CreateIntegration",
    code: "BadRequestException",
    message: (type: string) => `HTTP APIs support only proxy integrations, not ${type}`,
    source: words,
  }),
  integrationUsed: rule({
    id: "apigw/integration-used",
    operation: "DeleteIntegration",
    code: "ConflictException",
    http: 409,
    message: (route: string) => `Cannot delete Integration because it is referenced by Route ${route}`,
    source: words,
  }),
  jwtConfiguration: rule({
    id: "apigw/jwt-configuration",
    operation: "CreateAuthorizer",
    code: "BadRequestException",
    message: () => "JWT Configuration can not be empty for JWT authorizer",
    source: words,
  }),
  stageExists: rule({
    id: "apigw/stage-dup",
    operation: "CreateStage",
    code: "ConflictException",
    http: 409,
    message: () => "Stage already exists",
    source: words,
  }),
  logFormat: rule({
    id: "apigw/log-format",
    operation: "CreateStage",
    code: "BadRequestException",
    message: () =>
      "Invalid AccessLogSettings format: it must contain at least $context.requestId or $context.extendedRequestId",
    source: logs,
  }),
} as const;
