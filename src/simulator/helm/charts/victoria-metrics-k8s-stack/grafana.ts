import { flagAt, numberAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import {
  allow,
  clusterRole,
  clusterRoleBinding,
  reading,
  role,
  roleBinding,
  serviceAccount,
} from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { hook } from "../shared/hooks.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount } from "../shared/pods.ts";
import { clusterWide, inNamespace, type Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment, persistentVolumeClaim } from "../shared/workloads.ts";
import { accountName } from "./account-name.ts";
import { configuration } from "./grafana-configuration.ts";
import { grafanaPod } from "./grafana-pod.ts";
import { subChartScope } from "./sub-charts.ts";

/** Grafana with sidecars that read dashboards and data sources from ConfigMaps. */
export function grafana(rendering: Rendering): readonly Manifest[] {
  if (!flagAt(rendering.values, "grafana.enabled")) return [];
  const scope = subChartScope(rendering, "grafana");
  const { values, fullName, selector } = scope;
  const isPersistent = flagAt(values, "persistence.enabled") && textAt(values, "persistence.existingClaim") === "";
  return [
    ...access(rendering, scope),
    ...login(rendering, scope),
    ...configuration(scope),
    ...(isPersistent
      ? [
          persistentVolumeClaim(inNamespace(scope, fullName), textAt(values, "persistence.size"), {
            storageClass: textAt(values, "persistence.storageClassName"),
          }),
        ]
      : []),
    deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicas", 1),
      selector,
      strategy: values.deploymentStrategy,
      pod: grafanaPod(rendering, scope),
    }),
    service(inNamespace(scope, fullName, { annotations: textMapAt(values, "service.annotations") }), {
      selector,
      ports: {
        service: {
          port: numberAt(values, "service.port", 80),
          targetPort: numberAt(values, "service.targetPort", 3000),
        },
      },
      type: textAt(values, "service.type") || "ClusterIP",
    }),
    ...testHook(rendering, scope),
  ];
}

function access({ edition }: Rendering, scope: Scope): readonly Manifest[] {
  const { fullName, values, namespace } = scope;
  const subject = { name: accountName(scope), namespace };
  const annotations = textMapAt(values, "serviceAccount.annotations");
  const clusterName = `${fullName}-clusterrole`;
  return [
    ...(flagAt(values, "serviceAccount.create")
      ? [
          serviceAccount(inNamespace(scope, accountName(scope), { annotations }), {
            automount: flagAt(values, "serviceAccount.automountServiceAccountToken"),
          }),
        ]
      : []),
    ...(flagAt(values, "rbac.create")
      ? [
          clusterRole(clusterWide(scope, clusterName), [allow("core", "configmaps secrets", reading)]),
          clusterRoleBinding(clusterWide(scope, `${clusterName}binding`), clusterName, subject),
          // From chart 12 on the empty role of the namespace is left out.
          ...(edition === "reference"
            ? [role(inNamespace(scope, fullName), []), roleBinding(inNamespace(scope, fullName), fullName, subject)]
            : []),
        ]
      : []),
  ];
}

/** The administrator's password: random at every rendering unless the values name a Secret or say one. */
function login(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = scope;
  if (textAt(values, "admin.existingSecret") !== "") return [];
  return [
    secret(inNamespace(scope, scope.fullName), {
      "admin-user": textAt(values, "adminUser"),
      "admin-password": textAt(values, "adminPassword") || rendering.random(40),
      "ldap-toml": "",
    }),
  ];
}

/** What `helm test` runs; the newer sub-chart renders it only when Helm tests. */
function testHook({ edition }: Rendering, scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  if (edition === "newest" || !flagAt(values, "testFramework.enabled")) return [];
  const name = `${fullName}-test`;
  const options = { deletePolicy: "before-hook-creation,hook-succeeded" };
  return [
    hook("test", serviceAccount(inNamespace(scope, name)), options),
    hook("test", configMap(inNamespace(scope, name), { "run.sh": `wget http://${fullName}/login` }), options),
    hook(
      "test",
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: inNamespace(scope, name),
        spec: {
          serviceAccountName: name,
          restartPolicy: "Never",
          containers: [
            container(name, imageAt(values, "testFramework.image"), {
              command: ["/opt/bats/bin/bats", "-t", "/tests/run.sh"],
              volumeMounts: [mount("tests", "/tests", { readOnly: true })],
            }),
          ],
          volumes: [configMapVolume("tests", name)],
        },
      },
      options,
    ),
  ];
}
