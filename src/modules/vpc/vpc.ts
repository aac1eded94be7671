import { Construct } from "constructs";
import { InternetGateway } from "../../../.gen/aws/internet-gateway.js";
import { Vpc as AwsVpc } from "../../../.gen/aws/vpc.js";
import { VpcEndpoint } from "../../../.gen/aws/vpc-endpoint.js";
import type { Subnet as SubnetPlan } from "../../configuration/environment.ts";
import { guard } from "../guard.ts";
import type { Place } from "../place.ts";
import { AdoptedDefaults } from "./defaults.ts";
import { FlowLogs } from "./flow-logs.ts";
import { NatGateways, type NatMode } from "./nat-gateways.ts";
import { Routing } from "./routing.ts";
import { Subnets } from "./subnets.ts";

export interface VpcProps extends Place {
  readonly name: string;
  readonly cidr: string;
  readonly subnets: readonly SubnetPlan[];
  readonly nat: NatMode;
  readonly flowLogs: { readonly retentionDays: number; readonly encryptionKeyArn: string };
  /** Makes the engine refuse to destroy the VPC. */
  readonly preventDestroy: boolean;
}

/** A VPC laid out for one EKS cluster: public, control-plane and worker subnets over named zones. */
export class Vpc extends Construct {
  readonly id: string;
  readonly controlPlaneSubnetIds: readonly string[];
  readonly workerSubnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { name } = props;
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
      ...guard(props.preventDestroy),
    });
    new AdoptedDefaults(this, "defaults", { name, vpc });
    const internetGateway = new InternetGateway(this, "internet", { vpcId: vpc.id, tags: { Name: name } });
    const subnets = new Subnets(this, "subnet", { vpcId: vpc.id, plans: props.subnets });
    const natGateways = new NatGateways(this, "nat", {
      name,
      mode: props.nat,
      internetGateway,
      publicSubnets: subnets.of("public"),
      zones: subnets.of("workers").map(({ plan }) => plan.zone),
    });
    const routing = new Routing(this, "routing", { name, vpcId: vpc.id, subnets, internetGateway, natGateways });
    // Image layers and backups come from S3: through a gateway endpoint they cost nothing, through NAT they are paid by the gigabyte.
    new VpcEndpoint(this, "s3", {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${props.region}.s3`,
      routeTableIds: [...routing.workerTableIds],
      tags: { Name: `${name}-s3` },
    });
    new FlowLogs(this, "flow-logs", {
      vpcId: vpc.id,
      name,
      account: props.account,
      region: props.region,
      roleBoundaryArn: props.roleBoundaryArn,
      ...props.flowLogs,
    });
    this.id = vpc.id;
    this.controlPlaneSubnetIds = subnets.of("control-plane").map((subnet) => subnet.id);
    this.workerSubnetIds = subnets.of("workers").map((subnet) => subnet.id);
  }
}
