import type { Values } from "../../planning/values.ts";
import type { Tags } from "../tags.ts";

/** A launch template, keyed by its id. */
export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  /** By version number. */
  readonly versions: Readonly<Record<string, LaunchTemplateVersion>>;
  readonly tags: Tags;
}

/** One version of a launch template. */
export interface LaunchTemplateVersion {
  readonly description: string;
  /** The settings under the names of `aws_launch_template`. */
  readonly data: Values;
}

/** How an instance answers on the metadata address. */
export interface MetadataOptions {
  /** `required` or `optional`. */
  readonly httpTokens: string;
  /** Network hops of an answer: with 1 it reaches no pod but those on the host's network. */
  readonly hopLimit: number;
}

/** An instance, keyed by its id. */
export interface Instance {
  readonly id: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly networkInterfaceId: string;
  readonly securityGroupIds: readonly string[];
  readonly iamInstanceProfile: string | null;
  readonly lifecycle: "on-demand" | "spot";
  readonly rootVolumeId: string;
  readonly userData: string | null;
  readonly keyName: string | null;
  readonly monitoring: boolean;
  readonly ebsOptimized: boolean;
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly sourceDestCheck: boolean;
  readonly shutdownBehavior: string;
  /** Left out where the launch did not say. */
  readonly metadata?: MetadataOptions;
  /** Simulated time, ISO 8601. */
  readonly launchTime: string;
  readonly tags: Tags;
}

/** An EBS volume, launched with an instance or made by itself. */
export interface Volume {
  readonly id: string;
  /** Null while it is attached to none. */
  readonly instanceId: string | null;
  /** Empty for a volume made by itself that is not attached. */
  readonly deviceName: string;
  readonly isRoot: boolean;
  readonly availabilityZone: string;
  /** GiB. */
  readonly size: number;
  readonly type: string;
  readonly iops: number;
  /** MiB per second. */
  readonly throughput: number;
  readonly encrypted: boolean;
  /** ARN; null for the key that AWS manages and for volumes that are not encrypted. */
  readonly kmsKeyId: string | null;
  readonly snapshotId: string | null;
  readonly deleteOnTermination: boolean;
  readonly tags: Tags;
}
