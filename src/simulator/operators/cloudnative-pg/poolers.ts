import type { ControllerContext } from "../../kubernetes/controller.ts";
import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { isTerminating, type KubernetesObject, type Manifest, ownedBy } from "../../kubernetes/object.ts";
import { encoded, pem } from "../key-material.ts";
import type { Operator } from "./cluster.ts";
import { kinds, labels } from "./kinds.ts";
import { usualImages } from "./operator-image.ts";

/** Puts a PgBouncer in front of a Cluster; it stays when the Cluster goes, and answers nothing then. */
export function reconcilePoolers(context: ControllerContext, operator: Operator): void {
  const { api } = context;
  for (const pooler of api.list(kinds.pooler)) {
    if (isTerminating(pooler)) continue;
    const { namespace = "", name } = pooler.metadata;
    const cluster = api.find(kinds.cluster, textAt(pooler.spec, "cluster.name"), namespace);
    const isMade = api.find("apps/Deployment", name, namespace) !== undefined;
    // Without a Cluster the operator logs "Cluster not found, will retry" and makes nothing.
    if (!isMade && (!cluster || numberAt(cluster.status, "readyInstances", 0) === 0)) continue;
    if (cluster) keepCredentials(context, cluster);
    for (const object of poolerObjects(context, pooler, operator)) api.apply(object);
    const deployment = api.find("apps/Deployment", name, namespace);
    api.setStatus(pooler, { instances: numberAt(deployment?.status, "availableReplicas", 0) });
  }
}

/** The certificate with which PgBouncer looks passwords up; one for all Poolers of a Cluster. */
function keepCredentials({ api, cluster }: ControllerContext, owner: KubernetesObject): void {
  const { namespace = "" } = owner.metadata;
  const name = `${owner.metadata.name}-pooler`;
  if (api.find("/Secret", name, namespace)) return;
  api.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name,
      namespace,
      labels: { [labels.cluster]: owner.metadata.name },
      ownerReferences: [ownedBy(owner)],
    },
    type: "kubernetes.io/tls",
    data: encoded({
      "tls.crt": pem(cluster, "CERTIFICATE", [namespace, name]),
      "tls.key": pem(cluster, "EC PRIVATE KEY", [namespace, name]),
    }),
  });
}

function poolerObjects(
  { cluster }: ControllerContext,
  pooler: KubernetesObject,
  operator: Operator,
): readonly Manifest[] {
  const { name, namespace = "" } = pooler.metadata;
  const clusterName = textAt(pooler.spec, "cluster.name");
  const selector = { [labels.pooler]: name };
  const ownerReferences = [ownedBy(pooler)];
  const metadata = { name, namespace, labels: { ...selector, [labels.cluster]: clusterName }, ownerReferences };
  const service = objectAt(pooler.spec, "serviceTemplate");
  const api = "rbac.authorization.k8s.io/v1";
  const hasMonitor =
    flagAt(pooler.spec, "monitoring.enablePodMonitor") && findKind(cluster, "monitoring.coreos.com", "PodMonitor");
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: api,
      kind: "Role",
      metadata,
      rules: [{ apiGroups: ["postgresql.cnpg.io"], resources: ["poolers"], verbs: ["get", "watch"] }],
    },
    {
      apiVersion: api,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    deployment(pooler, operator, { metadata, selector, clusterName }),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, annotations: textMapAt(service, "metadata.annotations") },
      spec: {
        type: textAt(service, "spec.type") || "ClusterIP",
        selector,
        ports: [{ name: "pgbouncer", port: 5432, targetPort: 5432, protocol: "TCP" }],
      },
    },
    ...(hasMonitor
      ? [
          {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "PodMonitor",
            metadata,
            spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [{ port: "metrics" }] },
          },
        ]
      : []),
  ];
}

interface DeploymentParts {
  readonly metadata: Manifest["metadata"];
  readonly selector: Readonly<Record<string, string>>;
  readonly clusterName: string;
}

function deployment(pooler: KubernetesObject, operator: Operator, parts: DeploymentParts): Manifest {
  const { metadata, selector, clusterName } = parts;
  const template = objectAt(pooler.spec, "template");
  const podSpec = objectAt(template, "spec");
  // The template may add to the container that is called so.
  const own = objectsAt(podSpec, "containers").find((container) => textAt(container, "name") === "pgbouncer") ?? {};
  const others = objectsAt(podSpec, "containers").filter((container) => textAt(container, "name") !== "pgbouncer");
  const main = {
    name: "pgbouncer",
    image: usualImages(operator.version).pgbouncer,
    command: ["/controller/manager", "pgbouncer", "run"],
    ports: [
      { name: "pgbouncer", containerPort: 5432 },
      { name: "metrics", containerPort: 9127 },
    ],
    readinessProbe: { tcpSocket: { port: 5432 } },
    ...own,
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
      replicas: numberAt(pooler.spec, "instances", 1),
      selector: { matchLabels: selector },
      template: {
        metadata: {
          labels: {
            ...selector,
            [labels.cluster]: clusterName,
            [labels.podRole]: "pooler",
            ...textMapAt(template, "metadata.labels"),
          },
          annotations: textMapAt(template, "metadata.annotations"),
        },
        spec: {
          ...podSpec,
          serviceAccountName: metadata.name,
          initContainers: [
            {
              name: "bootstrap-controller",
              image: operator.image,
              command: ["/manager", "bootstrap", "/controller/manager"],
            },
          ],
          containers: [main, ...others],
          volumes: [
            { name: "ca", secret: { secretName: `${clusterName}-ca` } },
            { name: "server-tls", secret: { secretName: `${clusterName}-pooler` } },
          ],
        },
      },
    },
  };
}
