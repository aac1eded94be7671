import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../world/json.ts";
import { isObject } from "../object.ts";
import { KubernetesError } from "../server/kubernetes-error.ts";
import { workloadCluster } from "./testing/workloads.ts";

const container = {
  name: "main",
  image: "busybox:1",
  args: ["a"],
  env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "secret", key: "key" } } }],
  envFrom: [{ configMapRef: { name: "settings" } }],
  ports: [{ name: "http", containerPort: 80 }],
  resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" } },
  volumeMounts: [{ name: "data", mountPath: "/data" }],
};
const labels = { app: "web" };
const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } };
const pod = {
  containers: [container],
  initContainers: [{ ...container, name: "init" }],
  volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
  tolerations: [{ key: "team", operator: "Exists" }],
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
  nodeSelector: { disk: "fast" },
  imagePullSecrets: [{ name: "registry" }],
};
const workload = { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

/** A sound specification of each kind. */
const specs: Readonly<Record<string, JsonObject>> = {
  "v1 Pod": pod,
  "v1 PersistentVolumeClaim": claim,
  "v1 Service": { selector: labels, ports: [{ port: 80 }], type: "LoadBalancer" },
  "v1 ResourceQuota": { hard: { pods: "10" } },
  "apps/v1 Deployment": { ...workload, strategy: { rollingUpdate: { maxSurge: "25%" } } },
  "apps/v1 DaemonSet": { ...workload, updateStrategy: { rollingUpdate: { maxUnavailable: 1 } } },
  "apps/v1 StatefulSet": {
    ...workload,
    serviceName: "web",
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
  },
  "batch/v1 Job": { backoffLimit: 1, template: { spec: { ...pod, restartPolicy: "Never" } } },
  "autoscaling/v2 HorizontalPodAutoscaler": {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 1,
    maxReplicas: 2,
  },
  "policy/v1 PodDisruptionBudget": { minAvailable: 1, selector: { matchLabels: labels } },
};

/** Every value in a document by its path. */
function pathsIn(value: Json | undefined, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([name, member]) => pathsIn(member, [...path, name]))];
}

/** The document with another value at a path. */
function replaced(value: Json | undefined, [name, ...rest]: readonly string[], by: Json): Json {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [name]: replaced(value[name], rest, by) } : by;
}

const odd = fc.constantFrom<Json>(null, "", "x", 0, -1, 1.5, true, [], [null], ["x"], {}, { x: null });

test("whatever stands in a manifest, it is refused in the server's words or the controllers come to rest", () => {
  const changed = fc
    .constantFrom(...Object.entries(specs))
    .chain(([kind, spec]) =>
      fc.record({ kind: fc.constant(kind), spec: fc.constant(spec), path: fc.constantFrom(...pathsIn(spec)), by: odd }),
    );
  const property = fc.property(changed, ({ kind: versioned, spec, path, by }) => {
    const [apiVersion = "", kind = ""] = versioned.split(" ");
    const cluster = workloadCluster(1);
    try {
      const metadata = { name: "web", namespace: "default" };
      cluster.api.create({ apiVersion, kind, metadata, spec: replaced(spec, path, by) });
    } catch (error) {
      expect(error).toBeInstanceOf(KubernetesError);
      return;
    }
    expect(cluster.run(3_600).seconds).toBeLessThanOrEqual(3_600);
  });
  fc.assert(property, { numRuns: 300 });
});
