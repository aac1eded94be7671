import { at, numberAt, objectAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject, Manifest } from "../../kubernetes/object.ts";
import { isAtLeast } from "../operator-pod.ts";

/** What the objects of one Envoy are made of. */
export interface DataPlane {
  readonly name: string;
  readonly namespace: string;
  /** Labels that say whose Envoy it is. */
  readonly owner: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly proxy: KubernetesObject | undefined;
  /** Image and version of the controller, which give those of Envoy and its sidecar. */
  readonly controllerImage: string;
  readonly controllerVersion: readonly number[];
}

/** Envoy listens above 1024, since it is not root. Source: Envoy Gateway, ports are raised by 10000. */
const containerPort = (port: number): number => (port < 1024 ? port + 10_000 : port);

/**
 * ServiceAccount, ConfigMap, Deployment and Service of one Envoy. They carry no owner reference: whoever removes the controller
 * before the Gateway leaves them behind. Source: Envoy Gateway, internal/infrastructure/kubernetes/proxy.
 */
export function dataPlaneObjects(plane: DataPlane): readonly Manifest[] {
  const { name, namespace, ports } = plane;
  const selector = {
    "app.kubernetes.io/name": "envoy",
    "app.kubernetes.io/component": "proxy",
    "app.kubernetes.io/managed-by": "envoy-gateway",
    ...plane.owner,
  };
  const metadata = { name, namespace, labels: selector };
  const settings = objectAt(plane.proxy?.spec, "provider.kubernetes");
  const service = objectAt(settings, "envoyService");
  const type = textAt(service, "type") || "LoadBalancer";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "xds-certificate.json": "", "xds-trusted-ca.json": "" } },
    deployment(plane, selector),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, annotations: textMapAt(service, "annotations") },
      spec: {
        type,
        ...(type === "ClusterIP" ? {} : { externalTrafficPolicy: textAt(service, "externalTrafficPolicy") || "Local" }),
        ...(at(service, "loadBalancerClass") === undefined
          ? {}
          : { loadBalancerClass: textAt(service, "loadBalancerClass") }),
        ...(at(service, "loadBalancerSourceRanges") === undefined
          ? {}
          : { loadBalancerSourceRanges: at(service, "loadBalancerSourceRanges") }),
        sessionAffinity: "None",
        selector,
        ports: ports.map((port) => ({
          name: `tcp-${port}`,
          port,
          targetPort: containerPort(port),
          protocol: "TCP",
        })),
      },
    },
  ];
}

function deployment(plane: DataPlane, selector: Readonly<Record<string, string>>): Manifest {
  const { name, namespace, ports, controllerImage, controllerVersion } = plane;
  const settings = objectAt(plane.proxy?.spec, "provider.kubernetes.envoyDeployment");
  const pod = objectAt(settings, "pod");
  const container = objectAt(settings, "container");
  const readyPort = isAtLeast(controllerVersion, 1, 4) ? 19003 : 19001;
  const envoy = {
    name: "envoy",
    image: textAt(container, "image") || envoyImage(controllerVersion),
    imagePullPolicy: "IfNotPresent",
    resources: at(container, "resources") ?? { requests: { cpu: "100m", memory: "512Mi" } },
    ports: [
      ...ports.map((port) => ({ name: `tcp-${port}`, containerPort: containerPort(port), protocol: "TCP" })),
      { name: "metrics", containerPort: 19001, protocol: "TCP" },
    ],
    readinessProbe: { httpGet: { path: "/ready", port: readyPort } },
    volumeMounts: [{ name: "certs", mountPath: "/certs", readOnly: true }],
  };
  const shutdownManager = {
    name: "shutdown-manager",
    image: controllerImage,
    command: ["envoy-gateway"],
    args: ["envoy", "shutdown-manager"],
    resources: { requests: { cpu: "10m", memory: "32Mi" } },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: selector },
    spec: {
      replicas: numberAt(settings, "replicas", 1),
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...selector, ...textMapAt(pod, "labels") }, annotations: textMapAt(pod, "annotations") },
        spec: {
          serviceAccountName: name,
          containers: [envoy, shutdownManager],
          terminationGracePeriodSeconds: 360,
          ...Object.fromEntries(
            ["nodeSelector", "tolerations", "affinity", "topologySpreadConstraints", "imagePullSecrets"].flatMap(
              (field) => (at(pod, field) === undefined ? [] : [[field, at(pod, field)]]),
            ),
          ),
          volumes: [
            // Made by the chart's certgen Job; without it Envoy cannot start.
            { name: "certs", secret: { secretName: "envoy" } },
            { name: "sds", configMap: { name } },
          ],
        },
      },
    },
  };
}

/** The Envoy that a version of the controller starts. Source: charts/gateway-helm.json, `runtime_images`. */
function envoyImage(controllerVersion: readonly number[]): string {
  const tag = isAtLeast(controllerVersion, 1, 9) ? "distroless-v1.39.0" : "distroless-v1.32.1";
  return `docker.io/envoyproxy/envoy:${tag}`;
}
