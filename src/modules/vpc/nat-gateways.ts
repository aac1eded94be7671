import { Construct } from "constructs";
import { Eip } from "../../../.gen/aws/eip.js";
import type { InternetGateway } from "../../../.gen/aws/internet-gateway.js";
import { NatGateway } from "../../../.gen/aws/nat-gateway.js";
import { EksStackError, exitCodes } from "../../errors.ts";
import type { PlannedSubnet } from "./subnets.ts";

/** One gateway for all zones, or one in each zone with workers: cheaper, or without a single point of failure. */
export type NatMode = "single" | "per-zone";

export interface NatGatewaysProps {
  /** Name of the VPC, which begins the names of the gateways. */
  readonly name: string;
  readonly mode: NatMode;
  readonly internetGateway: InternetGateway;
  readonly publicSubnets: readonly PlannedSubnet[];
  /** Zones whose workers go out. */
  readonly zones: readonly string[];
}

/** The way out for the workers: NAT gateways with their addresses, keyed by zone. */
export class NatGateways extends Construct {
  readonly #ids: ReadonlyMap<string, string>;
  readonly #mode: NatMode;

  /** @throws EksStackError ES0202 when a zone that needs a gateway has no public subnet */
  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    this.#mode = props.mode;
    const zones = props.mode === "single" ? props.publicSubnets.slice(0, 1).map(({ plan }) => plan.zone) : props.zones;
    if (zones.length === 0) throw withoutPublicSubnet(this.node.path, "any zone");
    this.#ids = new Map(zones.map((zone) => [zone, this.#gateway(zone, props)]));
  }

  /** The gateway for workers of a zone. */
  idFor(zone: string): string {
    const id = this.#mode === "single" ? [...this.#ids.values()][0] : this.#ids.get(zone);
    if (id === undefined) throw withoutPublicSubnet(this.node.path, zone);
    return id;
  }

  #gateway(zone: string, { name, publicSubnets, internetGateway }: NatGatewaysProps): string {
    const subnet = publicSubnets.find(({ plan }) => plan.zone === zone);
    if (!subnet) throw withoutPublicSubnet(this.node.path, zone);
    const address = new Eip(this, `nat-${zone}`, {
      domain: "vpc",
      tags: { Name: `${name}-nat-${zone}` },
      dependsOn: [internetGateway],
    });
    const gateway = new NatGateway(this, zone, {
      allocationId: address.allocationId,
      subnetId: subnet.id,
      tags: { Name: `${name}-${zone}` },
      dependsOn: [internetGateway],
    });
    return gateway.id;
  }
}

function withoutPublicSubnet(path: string, zone: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0202",
      at: path.split("/"),
      problem: `There is no public subnet in ${zone} for the NAT gateway of the workers.`,
      hint: 'Declare one in network.subnets.public, or choose `nat: "single"`.',
    },
    exitCodes.invalid,
  );
}
