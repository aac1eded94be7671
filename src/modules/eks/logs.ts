import { Construct } from "constructs";
import { CloudwatchLogGroup } from "../../../.gen/aws/cloudwatch-log-group.js";

export interface ClusterLogsProps {
  readonly clusterName: string;
  readonly retentionDays: number;
  readonly encryptionKeyArn: string;
}

/** Name of the log group that EKS writes a cluster's control-plane logs to. */
export function clusterLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** The control plane's log group. It must stand before the cluster: EKS would make it without retention and encryption. */
export class ClusterLogs extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ClusterLogsProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "cluster", {
      name: clusterLogGroupName(props.clusterName),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
  }
}
