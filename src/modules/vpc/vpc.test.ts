import { describe, expect, test } from "vitest";
import type { Subnet, SubnetRole } from "../../configuration/environment.ts";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { Vpc, type VpcProps } from "./vpc.ts";

const publicSubnets = [subnet("public", "a", 0), subnet("public", "b", 1), subnet("public", "c", 2)];
const controlPlane = [subnet("control-plane", "a", 3), subnet("control-plane", "b", 4)];
const workers = [subnet("workers", "c", 12), subnet("workers", "b", 8), subnet("workers", "a", 4)];

function vpc(change: Partial<VpcProps> = {}): Synthesised {
  return synthesise((stack) => {
    new Vpc(stack, "network", {
      name: "net",
      cidr: "10.0.0.0/20",
      account: "111111111111",
      region: "us-east-1",
      roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
      subnets: [...publicSubnets, ...controlPlane, ...workers],
      nat: "single",
      flowLogs: { retentionDays: 90, encryptionKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1" },
      preventDestroy: false,
      ...change,
    });
  });
}

function subnet(role: SubnetRole, letter: string, block: number): Subnet {
  const zone = `us-east-1${letter}`;
  return { key: `${role}-${zone}`, name: `net-${role}-${zone}`, role, zone, cidr: `10.0.${block}.0/24` };
}

describe("subnets", () => {
  // Defect 31: subnets were recovered from a list by their position.
  test("are keyed by role and zone, so that a new zone replaces nothing", () => {
    const before = vpc();
    const after = vpc({ subnets: [subnet("workers", "d", 9), ...publicSubnets, ...controlPlane, ...workers] });
    for (const [address, body] of before.all()) {
      if (address !== "aws_vpc_endpoint.s3") expect(after.resource(address)).toEqual(body);
    }
    expect(after.addresses().filter((address) => !before.addresses().includes(address))).toEqual([
      "aws_route.workers_us_east_1d_internet",
      "aws_route_table.workers_us_east_1d",
      "aws_route_table_association.workers_us_east_1d",
      "aws_subnet.workers_us_east_1d",
    ]);
  });

  // Defect 30: all subnets of a kind had one name, and load balancers could land among the control plane's few addresses.
  test("have names of their own, and only those with room are offered to load balancers", () => {
    const subnets = vpc().resources("aws_subnet");
    expect(Object.values(subnets).map(({ tags }) => tags)).toEqual([
      ...["a", "b", "c"].map((letter) => ({ Name: `net-public-us-east-1${letter}`, "kubernetes.io/role/elb": "1" })),
      ...["a", "b"].map((letter) => ({ Name: `net-control-plane-us-east-1${letter}` })),
      ...["c", "b", "a"].map((letter) => ({
        Name: `net-workers-us-east-1${letter}`,
        "kubernetes.io/role/internal-elb": "1",
      })),
    ]);
  });

  test("give no machine a public address by themselves", () => {
    for (const body of Object.values(vpc().resources("aws_subnet")))
      expect(body.map_public_ip_on_launch).toBeUndefined();
  });
});

describe("the way out", () => {
  // Defect 29: one NAT gateway for three zones, in production too.
  test("leads through a NAT gateway in the worker's own zone where there is one in each", () => {
    const module = vpc({ nat: "per-zone" });
    for (const letter of ["a", "b", "c"]) {
      expect(module.resource(`aws_nat_gateway.us_east_1${letter}`).subnet_id).toBe(
        expression(`aws_subnet.public_us_east_1${letter}.id`),
      );
      expect(module.resource(`aws_route.workers_us_east_1${letter}_internet`).nat_gateway_id).toBe(
        expression(`aws_nat_gateway.us_east_1${letter}.id`),
      );
    }
  });

  test("leads through the only NAT gateway where there is one for all", () => {
    const module = vpc({ nat: "single" });
    expect(Object.keys(module.resources("aws_nat_gateway"))).toEqual(["us_east_1a"]);
    for (const letter of ["a", "b", "c"]) {
      expect(module.resource(`aws_route.workers_us_east_1${letter}_internet`).nat_gateway_id).toBe(
        expression("aws_nat_gateway.us_east_1a.id"),
      );
    }
  });

  test("changes from one gateway to several without another table or subnet: routes move and gateways are added", () => {
    const [single, several] = [vpc({ nat: "single" }), vpc({ nat: "per-zone" })];
    const changed = several.all().filter(([address, body]) => {
      const before = single.all().find(([other]) => other === address)?.[1];
      return JSON.stringify(before) !== JSON.stringify(body);
    });
    expect(changed.map(([address]) => address)).toEqual([
      "aws_eip.nat_us_east_1b",
      "aws_eip.nat_us_east_1c",
      "aws_nat_gateway.us_east_1b",
      "aws_nat_gateway.us_east_1c",
      "aws_route.workers_us_east_1b_internet",
      "aws_route.workers_us_east_1c_internet",
    ]);
  });

  test("does not exist for the control plane's subnets", () => {
    const module = vpc();
    const routes = Object.values(module.resources("aws_route")).map(({ route_table_id }) => route_table_id);
    expect(routes).not.toContain(expression("aws_route_table.control_plane.id"));
    expect(module.resource("aws_route_table_association.control_plane_us_east_1a").route_table_id).toBe(
      expression("aws_route_table.control_plane.id"),
    );
  });

  test("needs a public subnet in every zone that is to have a gateway, and says which one lacks it", () => {
    const others = [...controlPlane, ...workers];
    const subnets = [...publicSubnets.filter(({ zone }) => zone !== "us-east-1c"), ...others];
    expect(() => vpc({ nat: "per-zone", subnets })).toThrow(/ES0202[\s\S]*us-east-1c/);
    expect(() => vpc({ nat: "single", subnets })).not.toThrow();
    expect(() => vpc({ nat: "single", subnets: others })).toThrow("ES0202");
  });

  // Defect 33: images and backups paid for every gigabyte of NAT.
  test("to S3 costs nothing, from every zone with workers", () => {
    expect(vpc().resource("aws_vpc_endpoint.s3")).toMatchObject({
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.us-east-1.s3",
      route_table_ids: ["a", "b", "c"].map((letter) => expression(`aws_route_table.workers_us_east_1${letter}.id`)),
    });
  });
});

describe("what AWS makes with every VPC", () => {
  // Defect 16: the default group let everything through among its members and out.
  test("is taken over: the default security group has no rules", () => {
    expect(vpc().resource("aws_default_security_group.default")).toMatchObject({ ingress: [], egress: [] });
  });

  test("is taken over: the default route table leads nowhere, and the network ACL stays as it is", () => {
    const module = vpc();
    expect(module.resource("aws_default_route_table.default_routes").route).toEqual([]);
    const rule = { action: "allow", protocol: "-1", rule_no: 100, cidr_block: "0.0.0.0/0" };
    expect(module.resource("aws_default_network_acl.default_acl")).toMatchObject({ ingress: [rule], egress: [rule] });
  });
});

describe("flow logs", () => {
  // Defect 34: log groups had no key.
  test("hold all traffic, encrypted, for as long as the environment says", () => {
    const module = vpc();
    expect(module.resource("aws_flow_log.vpc_flows")).toMatchObject({
      traffic_type: "ALL",
      max_aggregation_interval: 600,
    });
    expect(module.resource("aws_cloudwatch_log_group.flow_logs")).toEqual({
      name: "/aws/vpc-flow-log/net",
      retention_in_days: 90,
      kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/1",
    });
  });

  test("are delivered by a role that the VPC's own flow logs assume, and that writes to their group alone", () => {
    const module = vpc();
    const [trust] = policyOf(module.resource("aws_iam_role.flow_logs_delivery").assume_role_policy).Statement;
    expect(trust).toMatchObject({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    });
    const [rights] = policyOf(module.resource("aws_iam_role_policy.flow_logs_write").policy).Statement;
    expect(rights?.Resource).toEqual([
      expression("aws_cloudwatch_log_group.flow_logs.arn"),
      `${expression("aws_cloudwatch_log_group.flow_logs.arn")}:*`,
    ]);
  });
});

// Defect 46: nothing was protected from being destroyed.
test("the VPC is guarded against its destruction where that is asked for, and nowhere else", () => {
  expect(vpc({ preventDestroy: true }).resource("aws_vpc.vpc").lifecycle).toEqual({ prevent_destroy: true });
  expect(vpc({ preventDestroy: false }).resource("aws_vpc.vpc").lifecycle).toBeUndefined();
});
