import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { testCluster } from "../testing/cluster.ts";
import { readOrder } from "./ebs-driver/volume-parameters.ts";
import { ebsDriverRules, storageRules } from "./rules.ts";
import { claim, storageClass } from "./testing/storage.ts";

function resize(api: KubernetesApi, storage: string, changes: JsonObject = {}): void {
  api.create(storageClass("gp3", changes));
  const made = api.create(claim("data"));
  api.patch(made, { spec: { resources: { requests: { storage } } } });
}

testRules(storageRules, () => testCluster().api, {
  claimAccessModes: {
    refused: (api) => api.create(claim("data", { accessModes: [] })),
    accepted: (api) => api.create(claim("data", { accessModes: ["ReadWriteOncePod"] })),
  },
  claimSize: {
    refused: (api) => api.create(claim("data", { resources: {} })),
    accepted: (api) => api.create(claim("data", { resources: { requests: { storage: "1Mi" } } })),
  },
  claimResize: {
    refused: (api) => resize(api, "20Gi", { allowVolumeExpansion: false }),
    accepted: (api) => resize(api, "20Gi"),
  },
  provisioner: {
    refused: (api) => api.create(storageClass("gp3", { provisioner: "" })),
    accepted: (api) => api.create(storageClass("gp3", { provisioner: "kubernetes.io/no-provisioner" })),
  },
  reclaimPolicy: {
    refused: (api) => api.create(storageClass("gp3", { reclaimPolicy: "Keep" })),
    accepted: (api) => api.create(storageClass("gp3", { reclaimPolicy: "Retain" })),
  },
  bindingMode: {
    refused: (api) => api.create(storageClass("gp3", { volumeBindingMode: "Late" })),
    accepted: (api) => api.create(storageClass("gp3", { volumeBindingMode: "Immediate" })),
  },
});

/** Reads what the driver asks for by a class with these parameters. */
function order(api: KubernetesApi, parameters: JsonObject, spec: JsonObject = {}): void {
  readOrder(api.create(storageClass("gp3", { parameters })), api.create(claim("data", spec)), "test");
}

testRules(ebsDriverRules, () => testCluster().api, {
  parameter: {
    refused: (api) => order(api, { size: "10" }),
    accepted: (api) => order(api, { Type: "gp3" }),
  },
  number: {
    refused: (api) => order(api, { iops: "3k" }),
    accepted: (api) => order(api, { iops: "3000" }),
  },
  accessMode: {
    refused: (api) => order(api, {}, { accessModes: ["ReadWriteMany"] }),
    accepted: (api) => order(api, {}, { accessModes: ["ReadWriteMany"], volumeMode: "Block" }),
  },
  fileSystem: {
    refused: (api) => order(api, { "csi.storage.k8s.io/fstype": "btrfs" }),
    accepted: (api) => order(api, { "csi.storage.k8s.io/fstype": "xfs" }),
  },
  tag: {
    refused: (api) => order(api, { tagSpecification_1: "kubernetes.io/cluster/other=owned" }),
    accepted: (api) => order(api, { tagSpecification_1: "owner={{ .PVCNamespace }}" }),
  },
});
