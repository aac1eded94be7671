import { createNetworkInterface } from "../aws/ec2/api/network-interfaces.ts";
import type { Values } from "../planning/values.ts";
import type { TestCloud } from "./cloud.ts";
import { roleFor } from "./cluster.ts";
import { type TestNetwork, testNetwork } from "./network.ts";

/** A network of two zones and a role, in which the cluster `test` can be made in many ways. */
export class ControlPlaneBench {
  readonly network: TestNetwork;
  readonly subnetIds: readonly string[];
  readonly roleArn: string;

  constructor(network: TestNetwork, subnetIds: readonly string[], roleArn: string) {
    this.network = network;
    this.subnetIds = subnetIds;
    this.roleArn = roleArn;
  }

  get cloud(): TestCloud {
    return this.network.cloud;
  }

  /** A configuration that EKS accepts, with changes. */
  config(changes: Values = {}): Values {
    return { name: "test", role_arn: this.roleArn, ...this.placed(), ...changes };
  }

  /** The block that places a cluster in the network, with changes. */
  placed(changes: Values = {}): Values {
    return { vpc_config: [{ subnet_ids: this.subnetIds, ...changes }] };
  }

  /** Takes addresses from a subnet, which has eleven. */
  occupy(subnetId: string, count: number): void {
    for (let index = 0; index < count; index += 1) {
      createNetworkInterface(this.cloud.aws, { subnetId, description: `taken ${index}` });
    }
  }

  create(changes: Values = {}): Values {
    return this.cloud.create("aws_eks_cluster", this.config(changes));
  }

  /** Brings a cluster to the configuration that EKS accepts, with changes. */
  update(state: Values, changes: Values = {}): Values {
    return this.cloud.update(state, "aws_eks_cluster", this.config(changes));
  }
}

/** A fresh cloud with a VPC, 10.0.0.0/16, two subnets and a role that has all that a control plane needs. */
export function controlPlaneBench(): ControlPlaneBench {
  const network = testNetwork();
  const subnetIds = [network.subnet("10.0.1.0/28", "us-east-1a"), network.subnet("10.0.1.16/28", "us-east-1b")];
  const roleArn = roleFor(network.cloud, "cluster", "eks.amazonaws.com");
  const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
  network.cloud.create("aws_iam_role_policy_attachment", { role: "cluster", policy_arn });
  return new ControlPlaneBench(network, subnetIds, roleArn);
}

/** The block of a cluster whose secrets a key encrypts. */
export function encryptedWith(keyArn: unknown): Values {
  return { encryption_config: [{ resources: ["secrets"], provider: [{ key_arn: String(keyArn) }] }] };
}
