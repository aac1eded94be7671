import { Construct } from "constructs";
import type { InternetGateway } from "../../../.gen/aws/internet-gateway/index.js";
import { Route } from "../../../.gen/aws/route/index.js";
import { RouteTableAssociation } from "../../../.gen/aws/route-table-association/index.js";
import { RouteTable } from "../../../.gen/aws/route-table/index.js";
import { VpcEndpoint } from "../../../.gen/aws/vpc-endpoint/index.js";
import type { NatGateways, NatMode } from "./nat-gateways.ts";
import type { PlannedSubnet, Subnets } from "./subnets.ts";

export interface RoutingProps {
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  readonly internetGateway: InternetGateway;
  readonly subnets: Subnets;
  readonly nat: NatGateways;
  readonly natMode: NatMode;
}

const anywhere = "0.0.0.0/0";

/** Ways out: public subnets by the internet gateway, workers by NAT, control-plane subnets nowhere; S3 without NAT for all. */
export class Routing extends Construct {
  readonly #props: RoutingProps;
  readonly #associations: Construct;

  constructor(scope: Construct, id: string, props: RoutingProps) {
    super(scope, id);
    this.#props = props;
    this.#associations = new Construct(this, "association");
    const { subnets, internetGateway } = props;

    const open = this.#table("public", subnets.of("public"));
    new Route(this, "public-internet", {
      routeTableId: open.id,
      destinationCidrBlock: anywhere,
      gatewayId: internetGateway.id,
    });
    const controlPlane = this.#table("control-plane", subnets.of("control-plane"));
    new VpcEndpoint(this, "s3", {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [controlPlane, ...this.#workers()].map((table) => table.id),
      tags: { Name: `${props.name}-s3` },
    });
  }

  /** One table for all workers behind one gateway, or one for each zone behind its own. */
  #workers(): RouteTable[] {
    const workers = this.#props.subnets.of("workers");
    if (this.#props.natMode === "single") return [this.#workerTable("workers", workers)];
    return workers.map((subnet) => this.#workerTable(subnet.plan.key, [subnet]));
  }

  #workerTable(key: string, subnets: readonly PlannedSubnet[]): RouteTable {
    const table = this.#table(key, subnets);
    new Route(this, `${key}-nat`, {
      routeTableId: table.id,
      destinationCidrBlock: anywhere,
      natGatewayId: this.#props.nat.idFor(subnets[0]?.plan.zone ?? ""),
    });
    return table;
  }

  #table(key: string, subnets: readonly PlannedSubnet[]): RouteTable {
    const table = new RouteTable(this, key, {
      vpcId: this.#props.vpcId,
      tags: { Name: `${this.#props.name}-${key}` },
    });
    for (const { plan, id } of subnets) {
      new RouteTableAssociation(this.#associations, plan.key, { subnetId: id, routeTableId: table.id });
    }
    return table;
  }
}
