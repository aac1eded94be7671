import { type Rule, refuse, rule, ServiceError } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { ec2Tables } from "./records.ts";

/** The objects that have an id of their own: its prefix, their table, and how EC2 names them in errors. */
const kinds = {
  vpc: ["vpc", ec2Tables.vpc, "InvalidVpcID", "vpc ID"],
  subnet: ["subnet", ec2Tables.subnet, "InvalidSubnetID", "subnet ID"],
  "security-group": ["sg", ec2Tables.securityGroup, "InvalidGroup", "security group"],
  "network-interface": ["eni", ec2Tables.networkInterface, "InvalidNetworkInterfaceID", "networkInterface ID"],
  "internet-gateway": ["igw", ec2Tables.internetGateway, "InvalidInternetGatewayID", "internetGateway ID"],
  "egress-only-internet-gateway": ["eigw", ec2Tables.egressOnlyInternetGateway, "InvalidGatewayID", "gateway ID"],
  "elastic-ip": ["eipalloc", ec2Tables.address, "InvalidAllocationID", "allocation ID"],
  natgateway: ["nat", ec2Tables.natGateway, "NatGateway", "natGateway ID"],
  "route-table": ["rtb", ec2Tables.routeTable, "InvalidRouteTableID", "routeTable ID"],
  "network-acl": ["acl", ec2Tables.networkAcl, "InvalidNetworkAclID", "networkAcl ID"],
  "vpc-endpoint": ["vpce", ec2Tables.vpcEndpoint, "InvalidVpcEndpointId", "Vpc Endpoint Id"],
  "vpc-flow-log": ["fl", ec2Tables.flowLog, "InvalidFlowLogId", "flow log ID"],
  "launch-template": ["lt", ec2Tables.launchTemplate, "InvalidLaunchTemplateId", "launch template ID"],
  volume: ["vol", ec2Tables.volume, "InvalidVolume", "volume"],
  instance: ["i", ec2Tables.instance, "InvalidInstanceID", "instance ID"],
} as const;

/** A kind of object, as it stands in its ARN. */
export type Kind = keyof typeof kinds;

/** Kinds whose missing object a sheet rule covers under an id of its own. */
const ownIds: Partial<Record<Kind, string>> = {
  vpc: "ec2/vpc-not-found",
  natgateway: "ec2/nat-not-found",
  "elastic-ip": "ec2/eip-not-found",
  volume: "ebs/missing",
};

/** One rule per kind: the id is well formed and names nothing. */
export const notFound = Object.fromEntries(
  Object.entries(kinds).map(([kind, [, , code, words]]) => [
    kind,
    rule({
      id: ownIds[kind as Kind] ?? `ec2/${kind}-not-found`,
      operation: "any",
      code: code === "NatGateway" ? "NatGatewayNotFound" : `${code}.NotFound`,
      message: (id: string) =>
        code === "NatGateway" ? `The Nat Gateway ${id} was not found` : `The ${words} '${id}' does not exist`,
      source: "EC2 API error codes",
    }),
  ]),
) as Readonly<Record<Kind, Rule<[id: string]>>>;

/** The code is that of VPCs; other kinds answer with their own. */
export const idMalformed = rule({
  id: "ec2/id-malformed",
  operation: "any",
  code: "InvalidVpcID.Malformed",
  message: (id: string) => `Invalid id: "${id}"`,
  source: "EC2 API error codes",
});

const malformedCodes: Partial<Record<Kind, string>> = {
  "security-group": "InvalidGroupId.Malformed",
  "route-table": "InvalidRouteTableId.Malformed",
  "internet-gateway": "InvalidInternetGatewayId.Malformed",
  natgateway: "NatGatewayMalformed",
};

/** A new id: the prefix, `0` and 16 hexadecimal digits drawn from the request that makes the object. */
export function newId(aws: Aws, prefix: string, request: unknown): string {
  return `${prefix}-0${aws.ids.hex(16, prefix, { account: aws.account, region: aws.region, request })}`;
}

/** A new id for an object of this kind. */
export function newIdOf(aws: Aws, kind: Kind, request: unknown): string {
  return newId(aws, kinds[kind][0], request);
}

/**
 * Refuses an id that has not the form of its kind.
 *
 * @throws ServiceError `Invalid…ID.Malformed`
 */
export function checkForm(kind: Kind, id: string): void {
  const [prefix, , code] = kinds[kind];
  if (new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return;
  throw new ServiceError(
    { ...idMalformed, code: malformedCodes[kind] ?? `${code}.Malformed` },
    idMalformed.message(id),
  );
}

/**
 * The object with this id, found in a table of its kind.
 *
 * @throws ServiceError when the id is malformed or names nothing
 */
export function required<Row extends object>(kind: Kind, table: { get(id: string): Row | undefined }, id: string): Row {
  checkForm(kind, id);
  return table.get(id) ?? refuse(notFound[kind], id);
}

/** The kind of an id by its prefix; undefined for an id that EC2 does not give. */
export function kindOf(id: string): Kind | undefined {
  const prefix = id.slice(0, id.lastIndexOf("-"));
  return (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind][0] === prefix);
}

/** Name of the table that holds a kind. */
export function tableOf(kind: Kind): string {
  return kinds[kind][1];
}

/** The ARN of an object in the caller's account. */
export function arnOf(aws: Aws, kind: Kind, id: string): string {
  return aws.arn("ec2", `${kind}/${id}`);
}
