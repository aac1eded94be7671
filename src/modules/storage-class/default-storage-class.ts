import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { StorageClassV1 } from "../../../.gen/kubernetes/storage-class-v1.js";
import { Sleep } from "../../../.gen/time/sleep.js";

/** Name of the class that claims get which name none. */
export const defaultStorageClassName = "gp3";

/** How long the driver stays behind the last claim, to remove its volume: it detaches it first. */
const removalTime = "2m";

/** The default storage class: encrypted gp3 volumes of the EBS driver, made in the zone of the pod, and gone with their claim. */
export class DefaultStorageClass extends Construct {
  readonly storageClass: StorageClassV1;
  /** What claims depend on: a claim is gone before its volume is, and nobody else removes volumes when the driver is gone. */
  readonly removal: Sleep;

  /** @param props.driver the add-on that makes the volumes */
  constructor(scope: Construct, id: string, props: { readonly driver: ITerraformDependable }) {
    super(scope, id);
    this.storageClass = new StorageClassV1(this, defaultStorageClassName, {
      metadata: {
        name: defaultStorageClassName,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      storageProvisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      dependsOn: [props.driver],
    });
    this.removal = new Sleep(this, "volume-removal", {
      destroyDuration: removalTime,
      dependsOn: [this.storageClass, props.driver],
    });
  }
}
