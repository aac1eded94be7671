import { flagAt, listAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import { allow, clusterRole, clusterRoleBinding, reading, role, roleBinding, serviceAccount } from "./shared/access.ts";
import { chartVersions, type Rendering } from "./shared/chart-versions.ts";
import { customResourceDefinitions } from "./shared/definitions.ts";
import { imageAt } from "./shared/images.ts";
import { refuseUnknownSwitches } from "./shared/not-simulated.ts";
import { container } from "./shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "./shared/scope.ts";
import { service } from "./shared/services.ts";
import { deployment } from "./shared/workloads.ts";

/** The controller that makes private workers of Spacelift from WorkerPools. */
export const spaceliftWorkerpoolController = chartVersions("spacelift-workerpool-controller", (rendering) => {
  const scope = scopeOf(rendering);
  refuseUnknownSwitches(rendering.chart, rendering.values, ["spacelift-promex.enabled"]);
  const { crds, templates } = kinds(rendering);
  return { crds, objects: [...templates, ...access(scope), ...workload(rendering, scope)] };
});

/** Kinds: before chart 0.58 in the folder `crds/`; since then templates, which go with the release and take all WorkerPools along. */
function kinds({ edition, values, definitions }: Rendering): Record<"crds" | "templates", readonly Manifest[]> {
  if (edition === "reference") return { crds: customResourceDefinitions(definitions), templates: [] };
  const annotations = textMapAt(values, "crds.annotations");
  const made = flagAt(values, "crds.install") ? customResourceDefinitions(definitions, { annotations }) : [];
  return { crds: [], templates: made };
}

function accountName({ fullName }: Scope): string {
  return `${fullName}-controller-manager`;
}

/** Rights in the whole cluster, or only in the namespaces that the values list. */
function access(scope: Scope): readonly Manifest[] {
  const { fullName, values, namespace } = scope;
  const subject = { name: accountName(scope), namespace };
  const election = `${fullName}-leader-election`;
  const rules = [
    allow("workers.spacelift.io", "workerpools workers workerpools/status workers/status"),
    allow("core", "pods secrets"),
    allow("core", "events", ["create", "patch"]),
    allow("core", "pods/log", reading),
  ];
  const namespaces = textsAt(values, "controllerManager.namespaces");
  const managing =
    namespaces.length === 0
      ? [
          clusterRole(clusterWide(scope, `${fullName}-manager-role`), rules),
          clusterRoleBinding(
            clusterWide(scope, `${fullName}-manager-rolebinding`),
            `${fullName}-manager-role`,
            subject,
          ),
        ]
      : namespaces.flatMap((name) => [
          role({ ...inNamespace(scope, `${fullName}-manager-role`), namespace: name }, rules),
          roleBinding(
            { ...inNamespace(scope, `${fullName}-manager-rolebinding`), namespace: name },
            `${fullName}-manager-role`,
            subject,
          ),
        ]);
  const annotations = textMapAt(values, "controllerManager.serviceAccount.annotations");
  return [
    serviceAccount(inNamespace(scope, accountName(scope), { annotations })),
    ...managing,
    role(inNamespace(scope, `${election}-role`), [
      allow("coordination.k8s.io", "leases"),
      allow("core", "configmaps"),
      allow("core", "events", ["create", "patch"]),
    ]),
    roleBinding(inNamespace(scope, `${election}-rolebinding`), `${election}-role`, subject),
  ];
}

function workload(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { fullName, selector } = scope;
  const values = objectAt(scope.values, "controllerManager");
  const pods = { ...selector, "control-plane": "controller-manager" };
  const isMeasured = flagAt(scope.values, "metricsService.enabled");
  const proxy =
    isMeasured && rendering.edition === "reference"
      ? [
          container("kube-rbac-proxy", imageAt(values, "kubeRbacProxy.image"), {
            args: textsAt(values, "kubeRbacProxy.args"),
            ports: { https: 8443 },
            resources: objectAt(values, "kubeRbacProxy.resources"),
          }),
        ]
      : [];
  const manager = container("manager", imageAt(values, "manager.image"), {
    command: ["/manager"],
    args: textsAt(values, "manager.args"),
    env: [
      { name: "KUBERNETES_CLUSTER_DOMAIN", value: textAt(scope.values, "kubernetesClusterDomain") },
      ...(listAt(values, "namespaces").length > 0
        ? [{ name: "WATCHED_NAMESPACES", value: textsAt(values, "namespaces").join(",") }]
        : []),
    ],
    ports: isMeasured && rendering.edition === "newest" ? { metrics: 8443 } : {},
    readinessProbe: { httpGet: { path: "/readyz", port: 8081 } },
    resources: objectAt(values, "manager.resources"),
    volumeMounts: objectsAt(values, "manager.extraVolumeMounts"),
  });
  return [
    deployment(inNamespace(scope, accountName(scope), { annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicas", 1),
      selector: pods,
      pod: {
        labels: textMapAt(values, "manager.extraPodLabels"),
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: accountName(scope),
        containers: [...proxy, manager],
        volumes: objectsAt(values, "extraVolumes"),
        imagePullSecrets: values.imagePullSecrets,
        placement: placement(values),
      },
    }),
    ...(isMeasured
      ? [service(inNamespace(scope, `${fullName}-metrics-service`), { selector: pods, ports: { https: 8443 } })]
      : []),
  ];
}
