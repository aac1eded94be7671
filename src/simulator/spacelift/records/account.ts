/** A Spacelift account; its single row is stored under its name. */
export interface Account {
  readonly name: string;
  /** `https://<name>.app.spacelift.io`: the audience of every token. */
  readonly endpoint: string;
  readonly tier: string;
  /** The AWS account from which Spacelift assumes roles. */
  readonly awsAccountId: string;
  /** ISO 8601; the time part of every ULID. */
  readonly createdAt: string;
}

/** A credential for programs outside of Spacelift. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Hex SHA-256 of the secret; null for a key that logs in by OpenID Connect. */
  readonly secretChecksum: string | null;
  /** Names of groups whose rights the key has as well. */
  readonly idpGroups: readonly string[];
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly subjectExpression: string;
    readonly claimMappings: Readonly<Record<string, string>>;
  } | null;
}

/** A person of the account. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly invitationEmail: string | null;
  readonly policies: readonly SpacePolicy[];
}

/** A group of an identity provider. */
export interface GroupMapping {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly policies: readonly SpacePolicy[];
}

/** A role in a space by the older way of giving it. */
export interface SpacePolicy {
  readonly spaceId: string;
  readonly role: string;
}

/** The in-run token of one run of one stack. */
export interface RunToken {
  /** Hex SHA-256 of the token. */
  readonly id: string;
  readonly stackId: string;
  readonly runId: string;
  /** ISO 8601, simulated time. */
  readonly expiresAt: string;
}
