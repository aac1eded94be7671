import { rule } from "../../rule.ts";

const api = "Elastic Load Balancing API, common errors";

/** What Elastic Load Balancing refuses about classic and network load balancers. */
export const elbRules = {
  nameTaken: rule({
    id: "elb/name-taken",
    operation: "CreateLoadBalancer",
    code: "DuplicateLoadBalancerName",
    message: () => "A load balancer with the same name exists but with different settings",
    source: "moto; API CreateLoadBalancer",
  }),
  quota: rule({
    id: "elb/quota",
    operation: "CreateLoadBalancer",
    code: "TooManyLoadBalancers",
    message: () => "Exceeded quota of account",
    source: "ELB UG, Quotas: 20 classic and 50 network load balancers in a Region",
  }),
  subnetMissing: rule({
    id: "elb/subnet-missing",
    operation: "CreateLoadBalancer",
    code: "SubnetNotFound",
    message: (id: string) => `The requested subnet '${id}' is not found`,
    source: api,
  }),
  subnetSmall: rule({
    id: "elb/subnet-addresses",
    operation: "CreateLoadBalancer",
    code: "InvalidSubnet",
    message: (id: string) =>
      `Not enough IP space available in ${id}. ELB requires at least 8 free IP addresses in each subnet.`,
    source: "ELB UG, Prepare your VPC",
  }),
  noInternetGateway: rule({
    id: "elb/internet-gateway",
    operation: "CreateLoadBalancer",
    code: "InvalidSubnet",
    message: (vpc: string) => `VPC ${vpc} has no internet gateway`,
    source: "public logs",
  }),
  groupMissing: rule({
    id: "elb/group-missing",
    operation: "CreateLoadBalancer",
    code: "InvalidSecurityGroup",
    message: (id: string) => `The security group '${id}' does not exist`,
    source: api,
  }),
  missing: rule({
    id: "elb/missing",
    operation: "DescribeLoadBalancers",
    code: "LoadBalancerNotFound",
    message: (name: string) => `There is no ACTIVE Load Balancer named '${name}'`,
    source: "moto; public logs",
  }),
} as const;
