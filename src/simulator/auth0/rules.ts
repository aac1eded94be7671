import { rule } from "../rule.ts";

const provider = "auth0/terraform-provider-auth0, internal/config";
const api = "Auth0 Management API v2 reference";

/** What the provider and the Management API of Auth0 refuse. */
export const auth0Rules = {
  missingCredentials: rule({
    id: "auth0/credentials-missing",
    operation: "configure",
    code: "invalid",
    message: (missing: readonly string[]) =>
      `Missing environment variables: ${missing.join(", ")} must be configured, or AUTH0_API_TOKEN`,
    source: provider,
  }),
  unknownTenant: rule({
    id: "auth0/tenant-unknown",
    operation: "POST /oauth/token",
    code: "not_found",
    http: 404,
    message: (domain: string) => `Post "https://${domain}/oauth/token": dial tcp: lookup ${domain}: no such host`,
    source: "general knowledge",
  }),
  unauthorized: rule({
    id: "auth0/client-unauthorized",
    operation: "POST /oauth/token",
    code: "access_denied",
    http: 401,
    message: () =>
      `oauth2: cannot fetch token: 401 Unauthorized: {"error":"access_denied","error_description":"Unauthorized"}`,
    source: "Auth0 Authentication API, client credentials flow",
  }),
  notAuthorizedForApi: rule({
    id: "auth0/management-grant-missing",
    operation: "POST /oauth/token",
    code: "access_denied",
    http: 403,
    message: (clientId: string, domain: string) =>
      `oauth2: cannot fetch token: 403 Forbidden: {"error":"access_denied","error_description":"Client is not authorized to access \\"https://${domain}/api/v2/\\". You might probably want to create a \\"client-grant\\" associated to this API. Client: ${clientId}"}`,
    source: "Auth0 Authentication API, client credentials flow",
  }),
  insufficientScope: rule({
    id: "auth0/insufficient-scope",
    operation: "any",
    code: "insufficient_scope",
    http: 403,
    message: (scope: string) => `403 Forbidden: Insufficient scope, expected any of: ${scope}`,
    source: api,
  }),
  identifierTaken: rule({
    id: "auth0/resource-server-exists",
    operation: "POST /api/v2/resource-servers",
    code: "resource_server_exists",
    http: 409,
    message: (identifier: string) => `409 Conflict: A resource server with identifier "${identifier}" already exists`,
    source: api,
  }),
  systemApi: rule({
    id: "auth0/system-api-scopes",
    operation: "PATCH /api/v2/resource-servers/{id}",
    code: "invalid_body",
    message: () => "400 Bad Request: Scopes of a system API cannot be changed",
    source: "auth0/terraform-provider-auth0#328",
  }),
  unknownResourceServer: rule({
    id: "auth0/resource-server-missing",
    operation: "GET /api/v2/resource-servers/{id}",
    code: "inexistent_resource_server",
    http: 404,
    message: () => "404 Not Found: The resource server does not exist",
    source: api,
  }),
  scopesPresent: rule({
    id: "auth0/resource-server-scopes-present",
    operation: "auth0_resource_server_scopes",
    code: "invalid",
    message: (identifier: string) =>
      `Resource Server with non empty scopes: The resource server ${identifier} already has scopes attached to it. ` +
      "Import the resource instead in order to proceed with the changes",
    source: "auth0/terraform-provider-auth0#939",
  }),
  repeatedScope: rule({
    id: "auth0/scope-repeated",
    operation: "PATCH /api/v2/resource-servers/{id}",
    code: "invalid_body",
    message: (scope: string) => `400 Bad Request: Payload validation error: scope "${scope}" is repeated`,
    source: api,
  }),
  unknownAudience: rule({
    id: "auth0/grant-audience-missing",
    operation: "POST /api/v2/client-grants",
    code: "inexistent_resource_server",
    http: 404,
    message: (audience: string) => `404 Not Found: The audience does not exist: ${audience}`,
    source: api,
  }),
  unknownClient: rule({
    id: "auth0/client-missing",
    operation: "GET /api/v2/clients/{id}",
    code: "inexistent_client",
    http: 404,
    message: () => "404 Not Found: The client does not exist",
    source: api,
  }),
  unknownScope: rule({
    id: "auth0/grant-scope-missing",
    operation: "POST /api/v2/client-grants",
    code: "invalid_scope",
    message: (scopes: readonly string[]) =>
      `400 Bad Request: One or more scopes are not defined by the API: ${scopes.join(", ")}`,
    source: `${api}; words from general knowledge`,
  }),
  allScopesOfSystemApi: rule({
    id: "auth0/grant-all-scopes-system",
    operation: "POST /api/v2/client-grants",
    code: "invalid_body",
    message: () => "400 Bad Request: `allow_all_scopes` cannot be provided when `audience` is a system API",
    source: "pulumi/pulumi-auth0#1069",
  }),
  publicClient: rule({
    id: "auth0/credentials-of-public-client",
    operation: "PATCH /api/v2/clients/{id}",
    code: "invalid_body",
    message: (appType: string) =>
      `400 Bad Request: A client of type ${appType} cannot use a secret: token_endpoint_auth_method must be none`,
    source: `${api}; words from general knowledge`,
  }),
  nameForm: rule({
    id: "auth0/client-name",
    operation: "POST /api/v2/clients",
    code: "invalid_body",
    message: (name: string) =>
      `400 Bad Request: Payload validation error: 'String does not match pattern ^[^<>]+$: ${name}' on property name`,
    source: api,
  }),
} as const;
