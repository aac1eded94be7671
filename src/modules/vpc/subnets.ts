import { Construct } from "constructs";
import { Subnet as AwsSubnet } from "../../../.gen/aws/subnet/index.js";
import type { Subnet, SubnetRole } from "../../configuration/environment.ts";

export interface SubnetsProps {
  readonly vpcId: string;
  readonly plan: readonly Subnet[];
}

/** A subnet of the plan and the id it gets. */
export interface PlannedSubnet {
  readonly plan: Subnet;
  readonly id: string;
}

/** Tags by which Kubernetes finds subnets for load balancers; control-plane subnets are too small for any. */
const loadBalancerTags: Readonly<Record<SubnetRole, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  "control-plane": {},
  workers: { "kubernetes.io/role/internal-elb": "1" },
};

/** Subnets keyed by role and zone, so that a new zone replaces nothing. */
export class Subnets extends Construct {
  readonly #planned: readonly PlannedSubnet[];

  constructor(scope: Construct, id: string, { vpcId, plan }: SubnetsProps) {
    super(scope, id);
    this.#planned = plan.map((subnet) => {
      const made = new AwsSubnet(this, subnet.key, {
        vpcId,
        cidrBlock: subnet.cidr,
        availabilityZone: subnet.zone,
        tags: { Name: subnet.name, ...loadBalancerTags[subnet.role] },
      });
      return { plan: subnet, id: made.id };
    });
  }

  /** Subnets of one role, by zone. */
  of(role: SubnetRole): readonly PlannedSubnet[] {
    return this.#planned
      .filter(({ plan }) => plan.role === role)
      .sort((left, right) => left.plan.zone.localeCompare(right.plan.zone));
  }

  /** Ids of the subnets of one role, by zone. */
  idsOf(role: SubnetRole): string[] {
    return this.of(role).map(({ id }) => id);
  }
}
