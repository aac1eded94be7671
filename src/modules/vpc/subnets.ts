import { Construct } from "constructs";
import { Subnet } from "../../../.gen/aws/subnet.js";
import type { Subnet as SubnetPlan, SubnetRole } from "../../configuration/environment.ts";

/**
 * Tags by which Kubernetes finds the subnets for load balancers. The small control-plane subnets bear none: a load balancer
 * would exhaust their eleven addresses.
 */
const discoveryTags: Readonly<Record<SubnetRole, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  "control-plane": {},
  workers: { "kubernetes.io/role/internal-elb": "1" },
};

/** A subnet that exists, beside the plan it was made from. */
export interface PlannedSubnet {
  readonly plan: SubnetPlan;
  readonly id: string;
}

/** The subnets of a VPC, each keyed by role and zone, so that a new zone replaces nothing. */
export class Subnets extends Construct {
  readonly #all: readonly PlannedSubnet[];

  constructor(scope: Construct, id: string, props: { readonly vpcId: string; readonly plans: readonly SubnetPlan[] }) {
    super(scope, id);
    this.#all = props.plans.map((plan) => {
      const subnet = new Subnet(this, plan.key, {
        vpcId: props.vpcId,
        cidrBlock: plan.cidr,
        availabilityZone: plan.zone,
        tags: { Name: plan.name, ...discoveryTags[plan.role] },
      });
      return { plan, id: subnet.id };
    });
  }

  /** The subnets of one role, ordered by zone. */
  of(role: SubnetRole): readonly PlannedSubnet[] {
    return this.#all
      .filter(({ plan }) => plan.role === role)
      .sort((one, other) => one.plan.zone.localeCompare(other.plan.zone));
  }
}
