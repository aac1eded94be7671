import { flagAt, numberAt, objectAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { secret } from "../shared/configuration.ts";
import { hook } from "../shared/hooks.ts";
import { type AirflowRelease, componentMeta } from "./airflow-release.ts";

/** Names of the Secrets that Airflow reads: the chart's own, or those that the values name. */
interface SecretNames {
  readonly fernetKey: string;
  readonly metadata: string;
  /** Empty while results go where the metadata is. */
  readonly resultBackend: string;
  readonly webserver: string;
  readonly apiKey: string;
  readonly tokenKey: string;
  readonly brokerUrl: string;
  readonly redisPassword: string;
}

/** Names of the secrets: those that the values choose, or those that the chart makes. */
export function secretNames({ values, name }: AirflowRelease): SecretNames {
  const chosen = (path: string, fallback: string): string => textAt(values, path) || `${name}-${fallback}`;
  const hasResults = Object.keys(objectAt(values, "data.resultBackendConnection")).length > 0;
  return {
    fernetKey: chosen("fernetKeySecretName", "fernet-key"),
    metadata: chosen("data.metadataSecretName", "metadata"),
    resultBackend: textAt(values, "data.resultBackendSecretName") || (hasResults ? `${name}-result-backend` : ""),
    webserver: chosen("webserverSecretKeySecretName", "webserver-secret-key"),
    apiKey: chosen("apiSecretKeySecretName", "api-secret-key"),
    tokenKey: chosen("jwtSecretName", "jwt-secret"),
    brokerUrl: chosen("data.brokerUrlSecretName", "broker-url"),
    redisPassword: chosen("redis.passwordSecretName", "redis-password"),
  };
}

/** Hooks that are made anew before each installation: under Argo CD, at every synchronization. */
const remade = { weight: 0, deletePolicy: "before-hook-creation" };

/** The Secrets that the chart makes itself, with random contents unless the values say what is in them. */
export function secrets(release: AirflowRelease): readonly Manifest[] {
  const { values, hasApiServer, rendering } = release;
  const named = (path: string): boolean => textAt(values, path) !== "";
  const names = secretNames(release);
  const make = (name: string, texts: Readonly<Record<string, string>>): Manifest =>
    secret(componentMeta(release, name, "airflow"), texts);
  const chosen = (path: string, length: number): string => textAt(values, path) || rendering.random(length);
  const fernet = textAt(values, "fernetKey") || Buffer.from(rendering.random(32)).toString("base64");
  return [
    ...(named("fernetKeySecretName")
      ? []
      : [hook("pre-install", make(names.fernetKey, { "fernet-key": fernet }), remade)]),
    ...(named("data.metadataSecretName") ? [] : [make(names.metadata, { connection: metadataConnection(release) })]),
    ...(names.resultBackend === `${release.name}-result-backend`
      ? [
          make(names.resultBackend, {
            connection: connection(release, "data.resultBackendConnection", "db+postgresql"),
          }),
        ]
      : []),
    ...(hasApiServer
      ? [
          ...(named("apiSecretKeySecretName")
            ? []
            : [make(names.apiKey, { "api-secret-key": chosen("apiSecretKey", 32) })]),
          ...(named("jwtSecretName") ? [] : [make(names.tokenKey, { "jwt-secret": chosen("jwtSecret", 32) })]),
        ]
      : named("webserverSecretKeySecretName")
        ? []
        : [make(names.webserver, { "webserver-secret-key": chosen("webserverSecretKey", 32) })]),
    ...brokerSecrets(release, names, make),
  ];
}

function brokerSecrets(
  { values, name, rendering, hasWorkers }: AirflowRelease,
  names: SecretNames,
  make: (name: string, texts: Readonly<Record<string, string>>) => Manifest,
): readonly Manifest[] {
  if (!hasWorkers) return [];
  const isInternal = flagAt(values, "redis.enabled");
  const password = textAt(values, "redis.password") || rendering.random(10);
  const url = textAt(values, "data.brokerUrl") || `redis://:${password}@${name}-redis:6379/0`;
  return [
    ...(isInternal && textAt(values, "redis.passwordSecretName") === ""
      ? [hook("pre-install", make(names.redisPassword, { password }), remade)]
      : []),
    ...(textAt(values, "data.brokerUrlSecretName") === ""
      ? [hook("pre-install", make(names.brokerUrl, { connection: url }), remade)]
      : []),
  ];
}

function metadataConnection(release: AirflowRelease): string {
  return connection(release, "data.metadataConnection", textAt(release.values, "data.metadataConnection.protocol"));
}

function connection({ values, name, scope }: AirflowRelease, path: string, protocol: string): string {
  const host = textAt(values, `${path}.host`) || `${name}-postgresql.${scope.namespace}`;
  const login = `${textAt(values, `${path}.user`)}:${textAt(values, `${path}.pass`)}`;
  const place = `${host}:${numberAt(values, `${path}.port`, 5432)}/${textAt(values, `${path}.db`)}`;
  return `${protocol}://${login}@${place}?sslmode=${textAt(values, `${path}.sslmode`)}`;
}
