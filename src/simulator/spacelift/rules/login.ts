import { rule } from "../../rule.ts";

/** Errors with which the provider refuses to start. */
export const loginRules = {
  missing: rule({
    id: "spacelift/credentials-missing",
    operation: "configure",
    code: "invalid",
    message: (missing: readonly string[]) =>
      "could not validate provider config: either the API key must be set or the following settings must be provided: " +
      missing.join(", "),
    source: "P:provider.go",
  }),
  badToken: rule({
    id: "spacelift/token-malformed",
    operation: "configure",
    code: "invalid",
    message: () =>
      "could not build API client: could not parse client token: token contains an invalid number of segments",
    source: "P:provider.go",
  }),
  badAudience: rule({
    id: "spacelift/token-audience",
    operation: "configure",
    code: "invalid",
    message: (audience: readonly string[]) =>
      `could not build API client: invalid audience in token: [${audience.join(" ")}]`,
    source: "P:provider.go",
  }),
  unknownKey: rule({
    id: "spacelift/api-key-unknown",
    operation: "apiKeyUser",
    code: "not_found",
    http: 200,
    message: () => "could not build API client: no such API user, your key ID may be incorrect",
    source: "P:provider.go",
  }),
  unknownEndpoint: rule({
    id: "spacelift/endpoint-unknown",
    operation: "configure",
    code: "unreachable",
    http: 404,
    message: (endpoint: string) => `could not build API client: could not get API user data: no account at ${endpoint}`,
    source: "P:provider.go",
  }),
  unknownToken: rule({
    id: "spacelift/token-unknown",
    operation: "any query",
    code: "unauthorized",
    http: 200,
    message: () => "could not build API client: unauthorized",
    source: "D:vendors/terraform/terraform-provider.md",
  }),
};
