import { rule } from "../../../rule.ts";

/** What EBS refuses about the volumes of an instance. */
export const volumeRules = {
  shrink: rule({
    id: "ebs/shrink",
    operation: "ModifyVolume",
    code: "InvalidParameterValue",
    message: () => "New size cannot be smaller than existing size",
    source: "EC2 API error codes",
  }),
  keyWithoutEncryption: rule({
    id: "ebs/kms",
    operation: "RunInstances",
    code: "InvalidParameterDependency",
    message: () => "The parameter [KmsKeyId] requires the parameter Encrypted to be set.",
    source: "preflight",
  }),
  throughput: rule({
    id: "ebs/throughput",
    operation: "RunInstances",
    code: "InvalidParameterCombination",
    message: (type: string) => `The throughput parameter is not supported for ${type} volumes.`,
    source: "preflight",
  }),
  iops: rule({
    id: "ebs/io1",
    operation: "RunInstances",
    code: "MissingParameter",
    message: (type: string) => `The parameter iops must be specified for ${type} volumes.`,
    source: "preflight",
  }),
  iopsRatio: rule({
    id: "ebs/gp3",
    operation: "RunInstances",
    code: "InvalidParameterCombination",
    message: (ratio: number) => `Iops to volume size ratio of ${ratio} is too high; maximum is 500`,
    source: "preflight; EC2 User Guide, General Purpose SSD volumes",
  }),
  keyUnusable: rule({
    id: "ebs/kms-bad",
    operation: "RunInstances",
    code: "Client.InvalidKMSKey.InvalidState",
    message: () => "The KMS key provided is in an incorrect state",
    source: "EC2 API error codes",
  }),
} as const;
