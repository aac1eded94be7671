import { rule } from "../../../rule.ts";

const errors = "EC2 API error codes";

/** What EBS refuses about volumes that come and go by themselves. */
export const blockStorageRules = {
  sizeMissing: rule({
    id: "ebs/size",
    operation: "CreateVolume",
    code: "MissingParameter",
    message: () => "The request must contain the parameter size/snapshot",
    source: "LocalStack snapshots, validated against AWS",
  }),
  sizeRange: rule({
    id: "ebs/size-range",
    operation: "CreateVolume",
    code: "InvalidParameterValue",
    message: (size: number, problem: string) => `Volume of ${size}GiB is ${problem}GiB`,
    source: "EC2 User Guide, Amazon EBS volume types; wording from public logs",
  }),
  type: rule({
    id: "ebs/type",
    operation: "CreateVolume",
    code: "UnknownVolumeType",
    message: (type: string) =>
      `The specified volume type '${type}' is unsupported. The supported volume types are gp3, gp2, io2, io1, st1, sc1, and standard.`,
    source: errors,
  }),
  iopsRange: rule({
    id: "ebs/iops-range",
    operation: "CreateVolume",
    code: "InvalidParameterValue",
    message: (iops: number, problem: string) => `Volume iops of ${iops} is ${problem}`,
    source: "EC2 User Guide, Amazon EBS volume types; wording from public logs",
  }),
  zone: rule({
    id: "ebs/zone",
    operation: "CreateVolume",
    code: "InvalidZone.NotFound",
    message: (zone: string) => `The zone '${zone}' does not exist.`,
    source: errors,
  }),
  inUse: rule({
    id: "ebs/in-use",
    operation: "DeleteVolume",
    code: "VolumeInUse",
    message: (volume: string, instance: string) => `Volume ${volume} is currently attached to ${instance}`,
    source: `${errors}; moto`,
  }),
  zoneMismatch: rule({
    id: "ebs/az",
    operation: "AttachVolume",
    code: "InvalidVolume.ZoneMismatch",
    message: (volume: string, instance: string) =>
      `The volume '${volume}' is not in the same availability zone as instance '${instance}'`,
    source: errors,
  }),
  attached: rule({
    id: "ebs/attached",
    operation: "AttachVolume",
    code: "VolumeInUse",
    message: (volume: string) => `${volume} is already attached to an instance`,
    source: errors,
  }),
  slots: rule({
    id: "ebs/slots",
    operation: "AttachVolume",
    code: "AttachmentLimitExceeded",
    message: (limit: number) => `You have reached the limit of ${limit} attachments of the instance`,
    source: `${errors}; EC2 User Guide, Amazon EBS volume limits; wording from general knowledge`,
  }),
  device: rule({
    id: "ebs/device",
    operation: "AttachVolume",
    code: "InvalidParameterValue",
    message: (device: string) =>
      `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
    source: errors,
  }),
  notAttached: rule({
    id: "ebs/not-attached",
    operation: "DetachVolume",
    code: "IncorrectState",
    message: (volume: string) => `Volume '${volume}' is in the 'available' state.`,
    source: errors,
  }),
} as const;
