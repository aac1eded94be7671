import type { Controller } from "../controller.ts";
import { ebsVolumeAttacher } from "./ebs-driver/attacher.ts";
import { ebsNodeRegistrar } from "./ebs-driver/node-registrar.ts";
import { ebsVolumeProvisioner } from "./ebs-driver/provisioner.ts";
import { ebsVolumeResizer } from "./ebs-driver/resizer.ts";
import { protectionController } from "./protection.ts";
import { volumeAttacher } from "./volume-attacher.ts";
import { volumeBinder } from "./volume-binder.ts";

/** The controllers that bind claims to volumes, and those of the EBS CSI driver. */
export const storageControllers: readonly Controller[] = [
  volumeBinder,
  protectionController,
  volumeAttacher,
  ebsNodeRegistrar,
  ebsVolumeProvisioner,
  ebsVolumeAttacher,
  ebsVolumeResizer,
];
