import type { Environment } from "../../configuration/environment.ts";
import { gatewayName, gatewayNamespace, sections } from "../envoy-gateway/names.ts";
import type { PlatformApplication, WorkloadIdentity } from "../gitops/application.ts";
import type { Contract } from "../gitops/contract.ts";
import type { DataObject } from "../gitops/manifest.ts";
import { allKeys, onDemand, secretKeys, volumes } from "../gitops/needs.ts";
import { bucketStatements } from "../s3/statements.ts";
import { serviceScrape } from "../victoria-metrics/scrapes.ts";
import { backupPatch, backupServiceAccount, layout } from "./backup.ts";
import { mailAnnotations, mailSettings } from "./mail.ts";
import { backupAccount, clickhouseAccount, collector, signozNamespace, signozRelease } from "./names.ts";
import { operatorStays } from "./operator.ts";
import { clickhousePasswords, sessionKey, smtpCredentials } from "./secrets.ts";
import { backups, coldStorage, storageConfiguration } from "./storage.ts";
import { telemetryIngress } from "./telemetry-ingress.ts";

/** Traces, metrics and logs of applications, in ClickHouse; by Flux, whose patches reach what no value of the chart does. */
export function signoz(environment: Environment): PlatformApplication {
  const { applications, ingress } = environment;
  const sender = applications.signoz.alertSender;
  const smtp = sender === undefined ? [] : [smtpCredentials(environment)];
  const takesTelemetry = ingress.enabled && ingress.telemetry;
  return {
    name: "signoz",
    engine: "flux",
    namespace: signozNamespace,
    project: "observability",
    wave: 1,
    chart: {
      chart: "signoz",
      release: signozRelease,
      values: values(environment),
      secretValues: [
        { secret: clickhousePasswords.name, key: "administrator", path: "clickhouse.password" },
        { secret: clickhousePasswords.name, key: "operator", path: "clickhouse.clickhouseOperator.secret.password" },
      ],
      patches: [backupPatch(environment), operatorStays],
    },
    prerequisites: [backupServiceAccount()],
    manifests: [
      serviceScrape({
        name: "clickhouse",
        namespace: signozNamespace,
        labels: { "app.kubernetes.io/name": "clickhouse" },
        // The operator asks every ClickHouse that it manages.
        port: "clickhouse-metrics",
      }),
      ...(takesTelemetry ? telemetryIngress(environment) : []),
    ],
    secrets: [clickhousePasswords, sessionKey, ...smtp],
    identities: identities(environment),
    buckets: [coldStorage(environment), backups(environment)],
    uses: [
      ...[clickhousePasswords, sessionKey].flatMap((secret) => allKeys(signozNamespace, secret)),
      ...smtp.flatMap(({ name, data }) => secretKeys(signozNamespace, name, ...Object.keys(data))),
      ...[clickhouseAccount, backupAccount].map((serviceAccount) => ({
        kind: "identity" as const,
        namespace: signozNamespace,
        serviceAccount,
      })),
      { kind: "bucket", name: coldStorage(environment).name },
      { kind: "bucket", name: backups(environment).name },
      ...(sender === undefined ? [] : [{ kind: "mail-sender" as const, address: sender }]),
      ...(takesTelemetry ? ingressContracts(environment) : []),
      volumes,
    ],
    gives: [{ kind: "service", namespace: signozNamespace, name: collector.service, port: collector.port }],
  };
}

function values(environment: Environment): DataObject {
  return {
    clickhouse: {
      layout,
      nodeSelector: onDemand,
      files: { "config.d/storage.xml": storageConfiguration(environment) },
    },
    signoz: {
      env: {
        signoz_tokenizer_jwt_secret: { valueFrom: { secretKeyRef: { name: sessionKey.name, key: "key" } } },
        ...mailSettings(environment),
      },
      ...mailAnnotations(environment),
    },
    otelCollector: {
      replicaCount: 2,
      nodeSelector: onDemand,
      // Nobody sends by these.
      ports: {
        "jaeger-thrift": { enabled: false },
        "jaeger-grpc": { enabled: false },
        logsheroku: { enabled: false },
        logsjson: { enabled: false },
      },
    },
  };
}

/** Every replica reads and writes old data; one of them, by an account of its own, also adds backups. */
function identities(environment: Environment): WorkloadIdentity[] {
  const data = bucketStatements(coldStorage(environment).name, { deletes: true });
  return [
    {
      key: "clickhouse",
      serviceAccount: clickhouseAccount,
      description: "Old data of ClickHouse",
      statements: data,
    },
    {
      key: "clickhouse-backup",
      serviceAccount: backupAccount,
      description: "Old data of ClickHouse, and its backups, which it cannot delete",
      statements: [...data, ...bucketStatements(backups(environment).name, { deletes: false })],
    },
  ];
}

function ingressContracts({ ingress }: Environment): Contract[] {
  return [
    { kind: "host", name: ingress.host },
    { kind: "listener", namespace: gatewayNamespace, gateway: gatewayName, section: sections.https },
    { kind: "service", namespace: signozNamespace, name: collector.service, port: collector.port },
  ];
}
