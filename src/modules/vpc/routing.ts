import { Construct } from "constructs";
import type { InternetGateway } from "../../../.gen/aws/internet-gateway.js";
import { Route } from "../../../.gen/aws/route.js";
import { RouteTable } from "../../../.gen/aws/route-table.js";
import { RouteTableAssociation } from "../../../.gen/aws/route-table-association.js";
import type { NatGateways } from "./nat-gateways.ts";
import type { PlannedSubnet, Subnets } from "./subnets.ts";

const anywhere = "0.0.0.0/0";

export interface RoutingProps {
  /** Name of the VPC, which begins the names of the tables. */
  readonly name: string;
  readonly vpcId: string;
  readonly subnets: Subnets;
  readonly internetGateway: InternetGateway;
  readonly natGateways: NatGateways;
}

/**
 * Route tables: one to the internet for the public subnets, one without a way out for the control plane, and one in each zone
 * with workers, so that a change between one NAT gateway and several moves a route and replaces nothing.
 */
export class Routing extends Construct {
  /** Tables of the workers, for gateway endpoints. */
  readonly workerTableIds: readonly string[];
  readonly #props: RoutingProps;
  readonly #associations = new Construct(this, "association");

  constructor(scope: Construct, id: string, props: RoutingProps) {
    super(scope, id);
    this.#props = props;
    const toInternet = this.#table("public", props.subnets.of("public"));
    new Route(this, "public-internet", {
      routeTableId: toInternet,
      destinationCidrBlock: anywhere,
      gatewayId: props.internetGateway.id,
    });
    this.#table("control-plane", props.subnets.of("control-plane"));
    const zones = [...new Set(props.subnets.of("workers").map(({ plan }) => plan.zone))];
    this.workerTableIds = zones.map((zone) => this.#workers(zone));
  }

  #workers(zone: string): string {
    const { subnets, natGateways } = this.#props;
    const table = this.#table(
      `workers-${zone}`,
      subnets.of("workers").filter(({ plan }) => plan.zone === zone),
    );
    new Route(this, `workers-${zone}-internet`, {
      routeTableId: table,
      destinationCidrBlock: anywhere,
      natGatewayId: natGateways.idFor(zone),
    });
    return table;
  }

  #table(key: string, subnets: readonly PlannedSubnet[]): string {
    const { name, vpcId } = this.#props;
    const table = new RouteTable(this, key, { vpcId, tags: { Name: `${name}-${key}` } });
    for (const { plan, id } of subnets) {
      new RouteTableAssociation(this.#associations, plan.key, { routeTableId: table.id, subnetId: id });
    }
    return table.id;
  }
}
