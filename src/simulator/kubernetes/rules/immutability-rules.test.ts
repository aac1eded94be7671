import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import type { Manifest } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, definition, deployment, pod, secret, service, statefulSet } from "../testing/manifests.ts";
import { immutabilityRules } from "./immutability-rules.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets" });

testRules(immutabilityRules, () => testCluster().api, {
  selector: {
    refused: (api) => {
      const labels = { app: "web", tier: "front" };
      api.create(deployment("web"));
      api.apply(
        deployment("web", {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "example.com/app:1" }] } },
        }),
      );
    },
    accepted: (api) => changed(api, deployment("web"), { spec: { replicas: 3 } }),
  },
  jobTemplate: {
    refused: (api) => changed(api, job(), { spec: { template: { spec: { restartPolicy: "OnFailure" } } } }),
    accepted: (api) => changed(api, job(), { spec: { ttlSecondsAfterFinished: 60 } }),
  },
  statefulSet: {
    refused: (api) => changed(api, statefulSet("db"), { spec: { serviceName: "other" } }),
    accepted: (api) => changed(api, statefulSet("db"), { spec: { replicas: 3, minReadySeconds: 5 } }),
  },
  clusterIp: {
    refused: (api) => changed(api, service("web"), { spec: { clusterIP: "172.20.200.200" } }),
    accepted: (api) => changed(api, service("web"), { spec: { type: "LoadBalancer" } }),
  },
  clusterIpUnset: {
    refused: (api) => changed(api, service("web"), { spec: { clusterIP: "" } }),
    accepted: (api) => {
      api.create(service("web"));
      api.update(service("web", { selector: { app: "other" } }));
    },
  },
  storageClass: {
    refused: (api) => changed(api, storageClass, { reclaimPolicy: "Retain" }),
    accepted: (api) => changed(api, storageClass, { allowVolumeExpansion: true }),
  },
  bindingMode: {
    refused: (api) => changed(api, storageClass, { volumeBindingMode: "Immediate" }),
    accepted: (api) => changed(api, storageClass, { mountOptions: ["noatime"] }),
  },
  claim: {
    refused: (api) => changed(api, claim, { spec: { storageClassName: "gp3" } }),
    accepted: (api) => changed(api, claim, { spec: { volumeName: "pv-1" } }),
  },
  claimShrunk: {
    refused: (api) => changed(api, claim, { spec: { resources: { requests: { storage: "5Gi" } } } }),
    accepted: (api) => {
      const gp2 = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "gp2" } };
      api.patch(gp2, { allowVolumeExpansion: true });
      changed(api, claim, { spec: { resources: { requests: { storage: "20Gi" } } } });
    },
  },
  frozenData: {
    refused: (api) => changed(api, configMap("a", {}, { immutable: true, data: { a: "1" } }), { data: { a: "2" } }),
    accepted: (api) =>
      changed(api, configMap("a", {}, { immutable: true, data: { a: "1" } }), { metadata: { labels: { app: "a" } } }),
  },
  secretType: {
    refused: (api) => changed(api, secret("a", { key: "value" }), { type: "example.com/other" }),
    accepted: (api) => changed(api, secret("a", { key: "value" }), { stringData: { key: "other" } }),
  },
  roleRef: {
    refused: (api) => changed(api, binding, { roleRef: { name: "other" } }),
    accepted: (api) => changed(api, binding, { subjects: [] }),
  },
  pod: {
    refused: (api) => changed(api, pod("a"), { spec: { restartPolicy: "Never" } }),
    accepted: (api) => changed(api, pod("a"), { spec: { containers: [{ name: "main", image: "example.com/app:2" }] } }),
  },
  definition: {
    refused: (api) => changed(api, widgets, { spec: { scope: "Cluster" } }),
    accepted: (api) => changed(api, widgets, { spec: { names: { shortNames: ["w"] } } }),
  },
  storedVersion: {
    refused: (api) => changed(api, widgets, { spec: { versions: [{ name: "v2", served: true, storage: true }] } }),
    accepted: (api) => {
      const versions = [
        { name: "v1", served: false, storage: false },
        { name: "v2", served: true, storage: true },
      ];
      changed(api, widgets, { spec: { versions } });
    },
  },
});

const storageClass: Manifest = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "fast" },
  provisioner: "ebs.csi.aws.com",
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
};

const claim: Manifest = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data", namespace: "default" },
  spec: { storageClassName: "gp2", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
};

const binding: Manifest = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: { name: "readers", namespace: "default" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
  subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
};

function job(): Manifest {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/job:1" }] } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name: "once", namespace: "default" }, spec: { template } };
}

/** Makes an object and changes it. */
function changed(api: KubernetesApi, manifest: Manifest, change: JsonObject): void {
  api.patch(api.create(manifest), change);
}
