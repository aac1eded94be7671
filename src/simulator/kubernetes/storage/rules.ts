import { rule } from "../../rule.ts";

const general = "wording from general knowledge";

/** What API servers refuse about claims, volumes and their classes. */
export const storageRules = {
  claimAccessModes: rule({
    id: "kubernetes/claim-access-modes",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (claim: string) =>
      `PersistentVolumeClaim "${claim}" is invalid: spec.accessModes: Required value: at least 1 access mode is required`,
    source: `API reference, PersistentVolumeClaimSpec; ${general}`,
  }),
  claimSize: rule({
    id: "kubernetes/claim-size",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (claim: string) => `PersistentVolumeClaim "${claim}" is invalid: spec.resources[storage]: Required value`,
    source: `API reference, PersistentVolumeClaimSpec; ${general}`,
  }),
  claimResize: rule({
    id: "kubernetes/claim-resize",
    operation: "update",
    code: "Forbidden",
    http: 403,
    message: (claim: string) =>
      `persistentvolumeclaims "${claim}" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize`,
    source: `apiserver, admission plugin PersistentVolumeClaimResize; ${general}`,
  }),
  provisioner: rule({
    id: "kubernetes/storage-class-provisioner",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (name: string) => `StorageClass.storage.k8s.io "${name}" is invalid: provisioner: Required value`,
    source: `API reference, StorageClass; ${general}`,
  }),
  reclaimPolicy: rule({
    id: "kubernetes/storage-class-reclaim-policy",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (name: string, policy: string) =>
      `StorageClass.storage.k8s.io "${name}" is invalid: reclaimPolicy: Unsupported value: "${policy}": supported values: "Delete", "Retain"`,
    source: `API reference, StorageClass; ${general}`,
  }),
  bindingMode: rule({
    id: "kubernetes/storage-class-binding-mode",
    operation: "create",
    code: "Invalid",
    http: 422,
    message: (name: string, mode: string) =>
      `StorageClass.storage.k8s.io "${name}" is invalid: volumeBindingMode: Unsupported value: "${mode}": supported values: "Immediate", "WaitForFirstConsumer"`,
    source: `API reference, StorageClass; ${general}`,
  }),
} as const;

const driver = "kubernetes-sigs/aws-ebs-csi-driver";

/** What the EBS CSI driver refuses before it asks EC2. The codes are those of gRPC. */
export const ebsDriverRules = {
  parameter: rule({
    id: "ebs-csi/parameter",
    operation: "CreateVolume",
    code: "InvalidArgument",
    message: (key: string) => `Invalid parameter key ${key} for CreateVolume`,
    source: `${driver}, page "parameters"`,
  }),
  number: rule({
    id: "ebs-csi/number",
    operation: "CreateVolume",
    code: "InvalidArgument",
    message: (name: string, text: string) =>
      `Could not parse invalid ${name}: strconv.ParseInt: parsing "${text}": invalid syntax`,
    source: `${driver}, pkg/driver/controller.go; ${general}`,
  }),
  accessMode: rule({
    id: "ebs-csi/access-mode",
    operation: "CreateVolume",
    code: "InvalidArgument",
    message: () =>
      "Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.",
    source: `${driver}, pkg/driver/controller.go; ${general}`,
  }),
  fileSystem: rule({
    id: "ebs-csi/fs-type",
    operation: "CreateVolume",
    code: "InvalidArgument",
    message: (type: string) => `Invalid fstype (${type})`,
    source: `${driver}, page "parameters"; ${general}`,
  }),
  tag: rule({
    id: "ebs-csi/tag",
    operation: "CreateVolume",
    code: "InvalidArgument",
    message: (problem: string) => `Invalid tag value: ${problem}`,
    source: `${driver}, page "tagging"; ${general}`,
  }),
} as const;
