import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
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
import { encoded, secret } from "../shared/configuration.ts";
import { hook } from "../shared/hooks.ts";
import { imageAt } from "../shared/images.ts";
import { container, fromField, mount, secretVolume, variable } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, shortened } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment, job } from "../shared/workloads.ts";
import { accountName } from "./account-name.ts";
import { subChartApp, subChartScope } from "./sub-charts.ts";

const group = "operator.victoriametrics.com";
const chart = "victoria-metrics-operator";

/** The operator, its access, its webhook and the hook that removes all of its resources before the release goes. */
export function operator(rendering: Rendering): readonly Manifest[] {
  if (!flagAt(rendering.values, `${chart}.enabled`)) return [];
  const scope = subChartScope(rendering, chart);
  return [
    ...access(rendering, scope),
    ...workload(rendering, scope),
    ...webhook(rendering, scope),
    ...cleanUp(rendering, scope),
  ];
}

function access(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { fullName, values } = scope;
  const account = accountName(scope);
  const subject = { name: account, namespace: scope.namespace };
  const aggregated = (name: string, verbs: readonly string[]) =>
    clusterRole(
      clusterWide(scope, `${fullName}-${name}`, {
        labels: textMapAt(values, `rbac.aggregatedClusterRoles.labels.${name}`),
      }),
      [allow(group, "*", verbs)],
    );
  // The older chart has them only where it makes the kinds itself.
  const isAggregated =
    flagAt(values, "rbac.aggregatedClusterRoles.enabled") &&
    (rendering.edition === "newest" || flagAt(values, "createCRD"));
  return [
    ...(flagAt(values, "serviceAccount.create") ? [serviceAccount(inNamespace(scope, account))] : []),
    ...(flagAt(values, "rbac.create")
      ? [
          clusterRole(clusterWide(scope, fullName), [
            allow(group, "*"),
            allow("core", "configmaps secrets services endpoints persistentvolumeclaims serviceaccounts"),
            allow("apps", "deployments replicasets statefulsets daemonsets"),
            allow("monitoring.coreos.com", "*"),
          ]),
          clusterRoleBinding(clusterWide(scope, fullName), fullName, subject),
          role(inNamespace(scope, fullName), [
            allow("coordination.k8s.io", "leases"),
            allow("core", "events configmaps"),
          ]),
          roleBinding(inNamespace(scope, fullName), fullName, subject),
          ...(isAggregated ? [aggregated("admin", ["*"]), aggregated("view", reading)] : []),
        ]
      : []),
  ];
}

function workload(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values, fullName, selector } = scope;
  const hasWebhook = flagAt(values, "admissionWebhooks.enabled");
  const converts = !flagAt(values, "operator.disable_prometheus_converter");
  const image = imageAt(values, "image", { tag: subChartApp(rendering, chart) });
  return [
    deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      pod: {
        labels: textMapAt(values, "podLabels"),
        serviceAccountName: accountName(scope),
        containers: [
          container("operator", image, {
            args: ["--leader-elect", ...(hasWebhook ? ["--webhook.enable=true"] : [])],
            env: [
              fromField("POD_NAME", "metadata.name"),
              variable("OPERATOR_NAME", "victoria-metrics-operator"),
              variable("VM_ENABLEDPROMETHEUSCONVERTER_PODMONITOR", String(converts)),
              variable("VM_ENABLEDPROMETHEUSCONVERTER_SERVICESCRAPE", String(converts)),
              variable("VM_ENABLEDPROMETHEUSCONVERTER_PROMETHEUSRULE", String(converts)),
              ...objectsAt(values, "env"),
            ],
            envFrom: objectsAt(values, "envFrom"),
            ports: { http: 8080, ...(hasWebhook ? { webhook: 9443 } : {}) },
            resources: objectAt(values, "resources"),
            readinessProbe: { httpGet: { path: "/ready", port: 8081 } },
            volumeMounts: hasWebhook
              ? [mount("cert", "/tmp/k8s-webhook-server/serving-certs", { readOnly: true })]
              : [],
          }),
        ],
        volumes: hasWebhook ? [secretVolume("cert", `${fullName}-validation`)] : [],
        imagePullSecrets: values.imagePullSecrets,
        placement: placement(values),
      },
    }),
    service(inNamespace(scope, fullName), {
      selector,
      ports: { http: 8080, webhook: { port: 9443, targetPort: rendering.edition === "newest" ? "webhook" : 9443 } },
    }),
  ];
}

/** Kinds that the webhook looks at, by their plural names. */
const guarded =
  "vmagents vmalertmanagers vmalerts vmauths vmclusters vmsingles vmrules vmusers vmalertmanagerconfigs".split(" ");

/** The webhook with a certificate that is another at every rendering, unless cert-manager makes it. */
function webhook(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values, fullName, namespace } = scope;
  if (!flagAt(values, "admissionWebhooks.enabled")) return [];
  const isIssued = flagAt(values, "admissionWebhooks.certManager.enabled");
  const authority = rendering.random(24);
  const failurePolicy = textAt(values, "admissionWebhooks.policy");
  const name = `${fullName}-admission`;
  const annotations = isIssued ? { "cert-manager.io/inject-ca-from": `${namespace}/${fullName}-validation` } : {};
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: clusterWide(scope, name, { annotations }),
      webhooks: guarded.map((plural) => ({
        name: `${plural}.${group}`,
        admissionReviewVersions: ["v1", "v1beta1"],
        sideEffects: "None",
        failurePolicy,
        clientConfig: {
          ...(isIssued ? {} : { caBundle: encoded(authority) }),
          service: {
            name: fullName,
            namespace,
            path: `/validate-operator-victoriametrics-com-v1beta1-${plural.slice(0, -1)}`,
            port: 9443,
          },
        },
        rules: [
          { apiGroups: [group], apiVersions: ["v1beta1"], operations: ["CREATE", "UPDATE"], resources: [plural] },
        ],
      })),
    },
    ...(isIssued
      ? []
      : [
          secret(
            inNamespace(scope, `${fullName}-validation`),
            { "ca.crt": authority, "tls.crt": rendering.random(24), "tls.key": rendering.random(24) },
            "kubernetes.io/tls",
          ),
        ]),
  ];
}

/** A Job before the removal: it deletes every resource of the operator while the operator can still finish them. */
function cleanUp(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const path = rendering.edition === "reference" ? "cleanupImage" : "crds.cleanup.image";
  const isOn = flagAt(scope.values, rendering.edition === "reference" ? "cleanupCRD" : "crds.cleanup.enabled");
  if (!isOn) return [];
  const name = shortened(`${scope.fullName}-cleanup-hook`);
  const options = { deletePolicy: "before-hook-creation,hook-succeeded,hook-failed" };
  const tag = rendering.edition === "reference" ? rendering.kubernetesVersion : `v${rendering.kubernetesVersion}.0`;
  const hooked = (object: Manifest, weight: number) => hook("pre-delete", object, { ...options, weight });
  return [
    hooked(serviceAccount(inNamespace(scope, name)), -5),
    hooked(clusterRole(clusterWide(scope, name), [allow(group, "*", ["get", "list", "delete"])]), -5),
    hooked(clusterRoleBinding(clusterWide(scope, name), name, { name, namespace: scope.namespace }), -4),
    hooked(
      job(inNamespace(scope, name), {
        backoffLimit: 4,
        pod: {
          restartPolicy: "OnFailure",
          serviceAccountName: name,
          containers: [
            container("kubectl", imageAt(scope.values, path, { tag }), {
              command: ["kubectl", "delete"],
              args: [`*.${group}`, "--all", "--ignore-not-found=true", `--namespace=${scope.namespace}`],
              resources: at(scope.values, "crds.cleanup.resources"),
            }),
          ],
        },
      }),
      -3,
    ),
  ];
}
