import { at, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, allow, role, roleBinding } from "../shared/access.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, fromField, mount } from "../shared/pods.ts";
import { inNamespace, placement } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import type { SigNozScopes } from "./scopes.ts";

/** Folders of the operator's settings, each of which is a ConfigMap. */
const folders = ["files", "confd-files", "configd-files", "templatesd-files", "usersd-files"];

/** The operator that turns a ClickHouseInstallation into StatefulSets; it watches its own namespace. */
export function clickHouseOperator({ clickHouse: scope }: SigNozScopes): readonly Manifest[] {
  const { values, namespace } = scope;
  const name = `${scope.fullName}-operator`;
  const own = objectAt(values, "clickhouseOperator");
  const selector = { ...scope.selector, "app.kubernetes.io/component": "operator" };
  const account = accountAt(scope, "clickhouseOperator.serviceAccount", name, { labels: selector });
  const settings = folders.map((folder) => `${name}-etc-${folder}`);
  const image = (path: string) => imageAt(own, path);
  const mounts = settings.map((setting) => mount(setting, `/etc/clickhouse-operator/${setting}`));
  const env = [
    fromField("OPERATOR_POD_NODE_NAME", "spec.nodeName"),
    fromField("OPERATOR_POD_NAME", "metadata.name"),
    fromField("OPERATOR_POD_NAMESPACE", "metadata.namespace"),
  ];
  // Every object of the operator is labelled as one of it.
  const meta = (object: string) => inNamespace(scope, object, { labels: selector });
  return [
    ...account.objects,
    role(meta(name), [
      allow("core", "configmaps services persistentvolumeclaims secrets pods events"),
      allow("apps", "statefulsets replicasets deployments"),
      allow("policy", "poddisruptionbudgets"),
      allow("clickhouse.altinity.com", "*"),
    ]),
    roleBinding(meta(name), name, { name: account.name, namespace }),
    ...settings.map((setting) => configMap(meta(setting), { "config.yaml": "" })),
    ...(at(own, "secret.create") === false
      ? []
      : [
          secret(meta(name), {
            username: textAt(own, "secret.username") || "clickhouse_operator",
            password: textAt(own, "secret.password") || "clickhouse_operator_password",
          }),
        ]),
    service(meta(`${name}-metrics`), {
      selector,
      ports: {
        "clickhouse-metrics": { port: 8888, targetPort: 8888 },
        "operator-metrics": { port: 9999, targetPort: 9999 },
      },
    }),
    deployment(meta(name), {
      selector,
      pod: {
        annotations: textMapAt(own, "podAnnotations"),
        serviceAccountName: account.name,
        containers: [
          container(`${textAt(own, "name")}`, image("image"), { env, volumeMounts: mounts }),
          container(textAt(own, "metricsExporter.name"), image("metricsExporter.image"), {
            volumeMounts: mounts,
            ports: { metrics: 8888 },
          }),
        ],
        volumes: settings.map((setting) => configMapVolume(setting, setting)),
        imagePullSecrets: own.imagePullSecrets,
        placement: placement(own),
      },
    }),
  ];
}
