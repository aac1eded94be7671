import type { Values } from "../planning/values.ts";
import { type TestCloud, type TestCloudOptions, testCloud } from "./cloud.ts";

/** A cloud with one VPC, 10.0.0.0/16, and short ways to put things into it. */
export class TestNetwork {
  readonly cloud: TestCloud;
  readonly vpc: Values;

  constructor(cloud: TestCloud, vpc: Values) {
    this.cloud = cloud;
    this.vpc = vpc;
  }

  get vpcId(): string {
    return idOf(this.vpc);
  }

  /** Creates an object and returns its id. */
  make(type: string, config: Values): string {
    return idOf(this.cloud.create(type, config));
  }

  /** A subnet in zone `a` of the Region unless said otherwise. */
  subnet(cidr = "10.0.1.0/24", zone = `${this.cloud.aws.region}a`): string {
    return this.make("aws_subnet", { vpc_id: this.vpcId, cidr_block: cidr, availability_zone: zone });
  }

  group(name = "nodes"): string {
    return this.make("aws_security_group", { name, description: name, vpc_id: this.vpcId });
  }

  internetGateway(): string {
    return this.make("aws_internet_gateway", { vpc_id: this.vpcId });
  }

  address(): string {
    return this.make("aws_eip", { domain: "vpc" });
  }

  routeTable(): string {
    return this.make("aws_route_table", { vpc_id: this.vpcId });
  }
}

/** A fresh cloud with a VPC. */
export function testNetwork(config: Values = {}, options: TestCloudOptions = {}): TestNetwork {
  return networkIn(testCloud(options), config);
}

/** Another VPC in a cloud. */
export function networkIn(cloud: TestCloud, config: Values = {}): TestNetwork {
  return new TestNetwork(cloud, cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16", ...config }));
}

/** The id in a state. */
export function idOf(state: Values): string {
  return String(state.id);
}
