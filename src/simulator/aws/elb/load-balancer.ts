import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { availableAddresses, takePublicAddress } from "../ec2/addressing.ts";
import { placeInterface, removeInterface } from "../ec2/interface-placement.ts";
import { ec2 } from "../ec2/tables.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-role.ts";
import { tagAtCreation } from "../tagging.ts";
import type { Tags } from "../tags.ts";
import { elbRules as rules } from "./rules.ts";

/** What the cloud controller inside a cluster makes: a Classic Load Balancer, or a Network one where a Service asks for it. */
export type LoadBalancerKind = "classic" | "network";

/** A port that a load balancer listens on. */
export interface Listener {
  readonly protocol: string;
  readonly port: number;
  readonly instancePort: number;
}

/** A classic or network load balancer, keyed `<kind>/<name>`. */
export interface LoadBalancer {
  readonly kind: LoadBalancerKind;
  readonly name: string;
  readonly arn: string;
  readonly dnsName: string;
  readonly isInternal: boolean;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Empty for network load balancers. */
  readonly securityGroupIds: readonly string[];
  readonly networkInterfaceIds: readonly string[];
  readonly listeners: readonly Listener[];
  readonly instanceIds: readonly string[];
  /** For example `proxy-protocol` and `idle-timeout`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When its targets are in service and its name resolves; simulated time, ISO 8601. */
  readonly inServiceAt: string;
  readonly createdAt: string;
  readonly tags: Tags;
}

/** What `CreateLoadBalancer` is asked for. */
export type LoadBalancerRequest = Pick<
  LoadBalancer,
  | "kind"
  | "name"
  | "isInternal"
  | "subnetIds"
  | "securityGroupIds"
  | "listeners"
  | "attributes"
  | "inServiceAt"
  | "tags"
>;

/** Least number of free addresses in each subnet. */
const neededAddresses = 8;

const limits: Readonly<Record<LoadBalancerKind, number>> = { classic: 20, network: 50 };

/** The load balancers of an account and Region. */
export function loadBalancers(aws: Aws) {
  return aws.table<LoadBalancer>("elb/load-balancer");
}

/** The load balancer of that kind and name. */
export function findLoadBalancer(aws: Aws, kind: LoadBalancerKind, name: string): LoadBalancer | undefined {
  return loadBalancers(aws).get(`${kind}/${name}`);
}

/**
 * `elasticloadbalancing:CreateLoadBalancer`, with an interface in each subnet.
 *
 * @throws AwsError
 */
export function createLoadBalancer(aws: Aws, request: LoadBalancerRequest): LoadBalancer {
  const { kind, name, subnetIds, securityGroupIds, isInternal, tags } = request;
  const arn = arnOf(aws, kind, name);
  ensureServiceLinkedRole(aws, "elasticloadbalancing.amazonaws.com");
  tagAtCreation(aws, { arn, tag: "elasticloadbalancing:AddTags", tags, within: "CreateLoadBalancer" });
  const parameters = { LoadBalancerName: name, Subnets: subnetIds, SecurityGroups: securityGroupIds };
  return aws.call({ action: "elasticloadbalancing:CreateLoadBalancer", resources: [arn], parameters }, () => {
    const held = loadBalancers(aws);
    refuseIf(held.has(`${kind}/${name}`), rules.nameTaken);
    refuseIf(held.filter((other) => other.kind === kind).length >= limits[kind], rules.quota);
    const subnets = subnetIds.map((id) => ec2.subnets(aws).get(id) ?? refuse(rules.subnetMissing, id));
    for (const subnet of subnets) {
      refuseIf(availableAddresses(aws, subnet) < neededAddresses, rules.subnetSmall, subnet.id);
    }
    for (const id of securityGroupIds) refuseUnless(ec2.securityGroups(aws).has(id), rules.groupMissing, id);
    const vpcId = subnets[0]?.vpcId ?? refuse(rules.subnetMissing, "");
    const gateway = ec2.internetGateways(aws).find((candidate) => candidate.vpcId === vpcId);
    refuseUnless(isInternal || gateway, rules.noInternetGateway, vpcId);
    const networkInterfaceIds = subnets.map(({ id }) => placeIn(aws, id, request));
    const dnsName = dnsNameOf(aws, request);
    const made = { ...request, arn, dnsName, vpcId, networkInterfaceIds, instanceIds: [], createdAt: aws.now };
    return held.put(`${kind}/${name}`, made);
  });
}

/** Every interface has a public address unless the load balancer is internal. */
function placeIn(
  aws: Aws,
  subnetId: string,
  { kind, name, securityGroupIds, isInternal }: LoadBalancerRequest,
): string {
  const { id } = placeInterface(aws, {
    subnetId,
    securityGroupIds: kind === "classic" ? securityGroupIds : null,
    description: kind === "classic" ? `ELB ${name}` : `ELB net/${name}`,
    interfaceType: kind === "classic" ? "interface" : "network_load_balancer",
    requesterId: "amazon-elb",
    attachment: { instanceOwnerId: "amazon-elb", instanceId: null, deviceIndex: 1, deleteOnTermination: false },
    publicIp: isInternal ? null : takePublicAddress(aws, { name, subnetId }),
    identity: { name, subnetId },
  });
  return id;
}

/**
 * What a load balancer is changed to: listeners, attributes and registered instances, each by its own call where it differs.
 *
 * @throws AwsError
 */
export function changeLoadBalancer(
  aws: Aws,
  held: LoadBalancer,
  change: Partial<Pick<LoadBalancer, "listeners" | "attributes" | "instanceIds">>,
): void {
  const operations = {
    listeners: "CreateLoadBalancerListeners",
    attributes: "ModifyLoadBalancerAttributes",
    instanceIds: "RegisterInstancesWithLoadBalancer",
  } as const;
  for (const [part, operation] of Object.entries(operations)) {
    const name = part as keyof typeof operations;
    const wanted = change[name];
    const current = findLoadBalancer(aws, held.kind, held.name);
    if (!current || wanted === undefined || JSON.stringify(wanted) === JSON.stringify(current[name])) continue;
    const request = { action: `elasticloadbalancing:${operation}`, resources: [held.arn] };
    aws.call({ ...request, parameters: { LoadBalancerName: held.name } }, () => {
      loadBalancers(aws).put(`${held.kind}/${held.name}`, { ...current, [name]: wanted });
    });
  }
}

/**
 * `elasticloadbalancing:DeleteLoadBalancer`: its interfaces go with it. In AWS they take one to two minutes, for which who deletes
 * must wait.
 *
 * @throws AwsError
 */
export function deleteLoadBalancer(aws: Aws, kind: LoadBalancerKind, name: string): void {
  const request = { resources: [arnOf(aws, kind, name)], parameters: { LoadBalancerName: name } };
  aws.call({ action: "elasticloadbalancing:DeleteLoadBalancer", ...request }, () => {
    const held = findLoadBalancer(aws, kind, name) ?? refuse(rules.missing, name);
    for (const id of held.networkInterfaceIds) removeInterface(aws, id);
    loadBalancers(aws).delete(`${kind}/${name}`);
  });
}

function arnOf(aws: Aws, kind: LoadBalancerKind, name: string): string {
  return aws.arn("elasticloadbalancing", kind === "classic" ? `loadbalancer/${name}` : `loadbalancer/net/${name}/0`);
}

function dnsNameOf(aws: Aws, { kind, name, isInternal }: LoadBalancerRequest): string {
  if (kind === "network") {
    return `${name}-${aws.ids.hex(16, "elb/dns", [kind, name])}.elb.${aws.region}.amazonaws.com`;
  }
  const digits = String(100_000_000 + aws.ids.number(1_900_000_000, "elb/dns", [kind, name]));
  return `${isInternal ? "internal-" : ""}${name}-${digits}.${aws.region}.elb.amazonaws.com`;
}
