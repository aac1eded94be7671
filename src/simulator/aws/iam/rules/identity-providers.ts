import { rule } from "../../../rule.ts";

const moto = "moto, messages modelled on real responses";
const snapshot = "LocalStack snapshots, validated against AWS";

/** What IAM refuses about OpenID Connect providers. */
export const identityProviderRules = {
  url: rule({
    id: "iam/oidc-url",
    operation: "CreateOpenIDConnectProvider",
    code: "ValidationError",
    message: () => "Invalid Open ID Connect Provider URL",
    source: "API CreateOpenIDConnectProvider",
  }),
  duplicate: rule({
    id: "iam/oidc-dup",
    operation: "CreateOpenIDConnectProvider",
    code: "EntityAlreadyExists",
    message: (url: string) => `Provider with url ${url} already exists.`,
    http: 409,
    source: moto,
  }),
  thumbprints: rule({
    id: "iam/oidc-thumbs",
    operation: "CreateOpenIDConnectProvider",
    code: "InvalidInput",
    message: () => "Thumbprint list must contain fewer than 5 entries.",
    source: moto,
  }),
  unreachable: rule({
    id: "iam/oidc-thumb-optional",
    operation: "CreateOpenIDConnectProvider",
    code: "OpenIdIdpCommunicationError",
    message: (url: string) => `Unable to communicate with the identity provider at ${url} to get its thumbprint.`,
    source: "API CreateOpenIDConnectProvider",
  }),
  clientIds: rule({
    id: "iam/oidc-client-ids",
    operation: "AddClientIDToOpenIDConnectProvider",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    http: 409,
    source: snapshot,
  }),
} as const;
