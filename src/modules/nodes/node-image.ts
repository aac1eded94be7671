import { Construct } from "constructs";
import { DataAwsAmi } from "../../../.gen/aws/data-aws-ami.js";
import { DataAwsSsmParameter } from "../../../.gen/aws/data-aws-ssm-parameter.js";
import { expression } from "../engine-text.ts";

export interface NodeImageProps {
  readonly kubernetesVersion: string;
  /** A pinned image; the newest that AWS recommends when left out. */
  readonly pinned?: string | undefined;
  /** The day before which no image may have been made, in eight digits: year, month, day. */
  readonly notOlderThan: string;
}

/**
 * The image of the nodes: Amazon Linux 2023 for the cluster's minor, pinned or as AWS recommends it, never older than a day.
 * Source of the parameter: EKS User Guide, "Retrieve recommended Amazon Linux AMI IDs".
 */
export class NodeImage extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: NodeImageProps) {
    super(scope, id);
    const { kubernetesVersion, pinned, notOlderThan } = props;
    const wanted = pinned ?? this.#recommended(kubernetesVersion);
    const day = `${notOlderThan.slice(0, 4)}-${notOlderThan.slice(4, 6)}-${notOlderThan.slice(6)}T00:00:00Z`;
    const image = new DataAwsAmi(this, "node", {
      owners: ["amazon"],
      filter: [
        { name: "image-id", values: [wanted] },
        { name: "name", values: [`amazon-eks-node-al2023-x86_64-standard-${kubernetesVersion}-*`] },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: expression(`timecmp(self.creation_date, "${day}") >= 0`),
            errorMessage: `The image of the nodes is older than ${day.slice(0, 10)}: pin a newer one, or wait for AWS to recommend one.`,
          },
        ],
      },
    });
    this.id = image.id;
  }

  #recommended(version: string): string {
    const name = `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/x86_64/standard/recommended/image_id`;
    return new DataAwsSsmParameter(this, "node-image", { name }).insecureValue;
  }
}
