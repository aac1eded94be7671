import { Construct } from "constructs";
import { Client } from "../../../.gen/auth0/client.js";
import { ClientCredentials } from "../../../.gen/auth0/client-credentials.js";
import { ClientGrant } from "../../../.gen/auth0/client-grant.js";
import { ResourceServer } from "../../../.gen/auth0/resource-server.js";
import { ResourceServerScopes } from "../../../.gen/auth0/resource-server-scopes.js";
import { EphemeralAwsSecretsmanagerSecretVersion } from "../../../.gen/aws/ephemeral-aws-secretsmanager-secret-version.js";
import { SecretsmanagerSecret } from "../../../.gen/aws/secretsmanager-secret.js";
import { SecretsmanagerSecretVersion } from "../../../.gen/aws/secretsmanager-secret-version.js";
import { EphemeralRandomPassword } from "../../../.gen/random/ephemeral-random-password.js";
import { expression } from "../engine-text.ts";

/** A program that may ask for tokens. */
export interface MachineClient {
  readonly name: string;
  readonly description: string;
  /** What its tokens allow. */
  readonly scopes: readonly string[];
  /** Raise it to give the client another secret. */
  readonly secretRevision: number;
}

export interface TelemetryApiProps {
  readonly clusterName: string;
  /** Identifier of the API: the audience of its tokens. */
  readonly audience: string;
  /** By a key that stays when a client is renamed. */
  readonly clients: Readonly<Record<string, MachineClient>>;
}

/** Seconds that a token lives: thirty hours, so that a daily refresh has some slack. */
const tokenLifetime = 108_000;

/**
 * The API that telemetry is sent to, and the programs that may send it. The scopes of the API are those that its clients have, and
 * grants come after them. Each client's credentials lie in Secrets Manager: nobody reads them from a screen, and no state holds them.
 */
export class TelemetryApi extends Construct {
  constructor(scope: Construct, id: string, props: TelemetryApiProps) {
    super(scope, id);
    const { clusterName, audience, clients } = props;
    const api = new ResourceServer(this, "telemetry", {
      name: `${clusterName}-api`,
      identifier: audience,
      signingAlg: "RS256",
      allowOfflineAccess: false,
      tokenLifetime,
      skipConsentForVerifiableFirstPartyClients: true,
    });
    const names = [...new Set(Object.values(clients).flatMap((client) => client.scopes))].sort();
    if (names.length === 0) return;
    const scopes = new ResourceServerScopes(this, "telemetry-scopes", {
      resourceServerIdentifier: api.identifier,
      scopes: names.map((name) => ({ name, description: `Lets a program ${name.replace(":", " ")}` })),
    });
    for (const [key, client] of Object.entries(clients)) this.#client(key, client, { clusterName, api, scopes });
  }

  #client(
    key: string,
    client: MachineClient,
    { clusterName, api, scopes }: { clusterName: string; api: ResourceServer; scopes: ResourceServerScopes },
  ): void {
    const program = new Client(this, key, {
      name: client.name,
      description: client.description,
      appType: "non_interactive",
      grantTypes: ["client_credentials"],
      jwtConfiguration: { alg: "RS256" },
    });
    new ClientGrant(this, `${key}-grant`, {
      clientId: program.id,
      audience: api.identifier,
      scopes: [...client.scopes],
      dependsOn: [scopes],
    });
    const stored = new SecretsmanagerSecret(this, `${key}-stored`, {
      name: `${clusterName}/auth0/${key}`,
      description: `Credentials of ${client.name} for the telemetry of ${clusterName}`,
      // Another revision draws another secret: there is nothing in it worth a week of waiting.
      recoveryWindowInDays: 0,
    });
    const drawn = new EphemeralRandomPassword(this, `${key}-secret`, { length: 64, special: false });
    const value = new SecretsmanagerSecretVersion(this, `${key}-stored-value`, {
      secretId: stored.id,
      secretStringWo: expression(
        `jsonencode({ client_id = ${program.fqn}.id, client_secret = ${drawn.fqn}.result, audience = ${api.fqn}.identifier })`,
      ),
      secretStringWoVersion: client.secretRevision,
    });
    // Read back, not drawn: every run draws another one, and one that ended between the two writes would leave the client with a
    // secret that nobody knows.
    const kept = new EphemeralAwsSecretsmanagerSecretVersion(this, `${key}-kept`, {
      secretId: value.secretId,
      versionId: value.versionId,
    });
    new ClientCredentials(this, `${key}-credentials`, {
      clientId: program.id,
      authenticationMethod: "client_secret_post",
      clientSecretWo: expression(`jsondecode(${kept.fqn}.secret_string).client_secret`),
      clientSecretWoVersion: client.secretRevision,
    });
  }
}
