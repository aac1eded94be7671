import { Construct } from "constructs";
import { InternetGateway } from "../../../.gen/aws/internet-gateway/index.js";
import { Vpc as AwsVpc } from "../../../.gen/aws/vpc/index.js";
import type { Subnet } from "../../configuration/environment.ts";
import { AdoptedDefaults } from "./defaults.ts";
import { FlowLogs } from "./flow-logs.ts";
import { NatGateways, type NatMode } from "./nat-gateways.ts";
import { Routing } from "./routing.ts";
import { Subnets } from "./subnets.ts";

export interface VpcProps {
  readonly name: string;
  readonly cidr: string;
  readonly account: string;
  readonly region: string;
  readonly subnets: readonly Subnet[];
  readonly nat: NatMode;
  readonly flowLogs: { readonly retentionDays: number; readonly encryptionKeyArn: string };
  readonly preventDestroy: boolean;
}

/** A VPC laid out for one EKS cluster: public, control-plane and worker subnets over named zones. */
export class Vpc extends Construct {
  readonly id: string;
  readonly controlPlaneSubnetIds: string[];
  readonly workerSubnetIds: string[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { name, account, region } = props;
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    new AdoptedDefaults(this, "defaults", { name, vpc });
    const subnets = new Subnets(this, "subnet", { vpcId: vpc.id, plan: props.subnets });
    const internetGateway = new InternetGateway(this, "internet", { vpcId: vpc.id, tags: { Name: name } });
    const nat = new NatGateways(this, "nat", {
      name,
      mode: props.nat,
      internetGateway,
      publicSubnets: subnets.of("public"),
      zones: subnets.of("workers").map(({ plan }) => plan.zone),
    });
    new Routing(this, "routing", { name, region, vpcId: vpc.id, internetGateway, subnets, nat, natMode: props.nat });
    new FlowLogs(this, "flow-logs", { name, account, region, vpcId: vpc.id, ...props.flowLogs });
    this.id = vpc.id;
    this.controlPlaneSubnetIds = subnets.idsOf("control-plane");
    this.workerSubnetIds = subnets.idsOf("workers");
  }
}
