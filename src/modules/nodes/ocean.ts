import { Construct } from "constructs";
import { OceanAws } from "../../../.gen/spotinst/ocean-aws.js";
import type { Place } from "../place.ts";
import { NodeImage } from "./node-image.ts";
import { NodeRole } from "./node-role.ts";
import { maxPodsOfNode, type NodeConfig, nodeUserData } from "./user-data.ts";

/** How many nodes there may be, and what they are. */
interface NodeLimits {
  /** Nodes that are always there. */
  readonly minimum: number;
  readonly maximum: number;
  /** vCPUs of all nodes together. */
  readonly maximumVcpus: number;
  /** Memory of all nodes together, in GiB. */
  readonly maximumMemoryGib: number;
  /** Capacity that is kept free, in percent of what is requested. */
  readonly headroomPercent: number;
  /** Size of the root volume in GiB. */
  readonly rootVolumeGib: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Taints that a program of each node takes off once it is set up, for which Ocean waits. */
  readonly startupTaints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

export interface OceanProps extends Place, Omit<NodeConfig, "maxPods" | "labels"> {
  readonly kubernetesVersion: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly limits: NodeLimits;
  readonly image: { readonly pinned?: string | undefined; readonly notOlderThan: string };
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Spot's Ocean cluster, which launches and removes the nodes of one EKS cluster. Capacity is a floor and a ceiling: the number in
 * between is Ocean's, so that no plan takes back what it scaled.
 */
export class Ocean extends Construct {
  readonly cluster: OceanAws;

  constructor(scope: Construct, id: string, props: OceanProps) {
    super(scope, id);
    const { clusterName, region, limits } = props;
    const role = new NodeRole(this, "role", props);
    const image = new NodeImage(this, "image", { kubernetesVersion: props.kubernetesVersion, ...props.image });
    this.cluster = new OceanAws(this, "nodes", {
      name: clusterName,
      controllerId: clusterName,
      region,
      subnetIds: props.subnetIds,
      securityGroups: [props.securityGroupId],
      iamInstanceProfile: role.profileArn,
      imageId: image.id,
      userData: nodeUserData({ ...props, maxPods: maxPodsOfNode, labels: limits.labels }),
      minSize: limits.minimum,
      maxSize: limits.maximum,
      fallbackToOndemand: true,
      utilizeReservedInstances: true,
      utilizeCommitments: true,
      drainingTimeout: 300,
      gracePeriod: 300,
      spreadNodesBy: "count",
      associatePublicIpAddress: false,
      instanceMetadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: true, volumeType: "gp3", volumeSize: limits.rootVolumeGib, deleteOnTermination: true },
        },
      ],
      filters: { architectures: ["x86_64"], excludeMetal: true, hypervisor: ["nitro"], minMemoryGib: 8, minVcpu: 2 },
      autoscaler: {
        autoscaleIsEnabled: true,
        autoscaleIsAutoConfig: false,
        autoHeadroomPercentage: limits.headroomPercent,
        resourceLimits: { maxVcpu: limits.maximumVcpus, maxMemoryGib: limits.maximumMemoryGib },
        autoscaleDown: { isAggressiveScaleDownEnabled: true, maxScaleDownPercentage: 33 },
      },
      // A new image or user data reaches nodes only by a roll, a third of them at a time, never past a disruption budget; other
      // changes, such as a limit, need none.
      updatePolicy: {
        shouldRoll: true,
        conditionedRoll: true,
        rollConfig: { batchSizePercentage: 33, batchMinHealthyPercentage: 50, respectPdb: true },
      },
      startupTaints: limits.startupTaints.map(({ key, value, effect }) => ({ key, value, effect })),
      tags: Object.entries({ ...props.tags, [`kubernetes.io/cluster/${clusterName}`]: "owned" }).map(
        ([key, value]) => ({
          key,
          value,
        }),
      ),
      dependsOn: [...role.rights],
    });
  }
}
