import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt } from "../shared/access.ts";
import { imageAt } from "../shared/images.ts";
import { container, mount, variable } from "../shared/pods.ts";
import { inNamespace, placement } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { claim, statefulSet } from "../shared/workloads.ts";
import { connectionTest } from "./connection-test.ts";
import { clickHouseHost, clickHouseVariables, type SigNozScopes } from "./scopes.ts";

/** SigNoz in one program: user interface, queries, alerts. Settings are variables, named as in `signoz.env`. */
export function signozServer(scopes: SigNozScopes): readonly Manifest[] {
  const { signoz: scope, rendering } = scopes;
  const values = objectAt(scope.values, "signoz");
  const name = scope.fullName;
  const selector = { ...scope.selector, "app.kubernetes.io/component": textAt(values, "name") };
  const account = accountAt(scope, "signoz.serviceAccount", name);
  const ports = {
    http: numberAt(values, "service.port", 8080),
    "http-internal": numberAt(values, "service.internalPort", 8085),
    "opamp-internal": numberAt(values, "service.opampPort", 4320),
  };
  const port = numberAt(rendering.values, "clickhouse.service.tcpPort", 9000);
  const dsn = `tcp://${clickHouseHost(scopes)}:${port}`;
  const settings = Object.entries(objectAt(values, "env")).map(([key, value]) =>
    // A map is a variable that comes from elsewhere.
    typeof value === "object" && value !== null
      ? { name: key.toUpperCase(), ...objectAt(values, `env.${key}`) }
      : variable(key.toUpperCase(), String(value)),
  );
  const main = container(textAt(values, "name"), imageAt(values, "image"), {
    env: [...clickHouseVariables(scopes), variable("SIGNOZ_TELEMETRYSTORE_CLICKHOUSE_DSN", dsn), ...settings],
    ports,
    resources: at(values, "resources"),
    readinessProbe: { httpGet: { path: textAt(values, "readinessProbe.path"), port: "http" } },
    volumeMounts: [mount(`${name}-db`, "/var/lib/signoz"), ...objectsAt(values, "additionalVolumeMounts")],
  });
  const claims = flagAt(values, "persistence.enabled")
    ? [
        claim(`${name}-db`, textAt(values, "persistence.size"), {
          storageClass: textAt(values, "persistence.storageClass"),
        }),
      ]
    : [];
  return [
    ...account.objects,
    service(
      inNamespace(scope, name, {
        labels: { ...selector, ...textMapAt(values, "service.labels") },
        annotations: textMapAt(values, "service.annotations"),
      }),
      { type: textAt(values, "service.type"), selector, ports },
    ),
    statefulSet(inNamespace(scope, name, { labels: selector, annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      serviceName: name,
      claims,
      pod: {
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: account.name,
        containers: [main],
        volumes: objectsAt(values, "additionalVolumes"),
        imagePullSecrets: at(values, "imagePullSecrets"),
        placement: placement(values),
      },
    }),
    connectionTest(scope, name, ports.http),
  ];
}
