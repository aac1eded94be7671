import type { Tags } from "../tags.ts";

export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string;
  /** For example `com.amazonaws.us-east-1.s3`. */
  readonly serviceName: string;
  readonly type: "Gateway" | "Interface";
  /** JSON text. */
  readonly policy: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** One per subnet, in the order of `subnetIds`. */
  readonly networkInterfaceIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly tags: Tags;
}

export interface FlowLog {
  readonly id: string;
  /** VPC, subnet, interface or gateway. */
  readonly resourceId: string;
  readonly trafficType: string | null;
  readonly destinationType: string;
  /** ARN of the log group, bucket or delivery stream. */
  readonly destination: string;
  readonly deliveryRoleArn: string | null;
  readonly format: string;
  /** Seconds. */
  readonly maxAggregationInterval: number;
  readonly deliverStatus: "SUCCESS" | "FAILED";
  readonly deliverError: string | null;
  readonly tags: Tags;
}
