import { TerraformOutput } from "cdktn";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { InternetGateway } from "../../.gen/aws/internet-gateway.js";
import { Vpc } from "../../.gen/aws/vpc.js";
import { NamedScope, self } from "../modules/named-scope.ts";
import { synthesise } from "./testing/root-module.ts";

describe("an address", () => {
  test("is the last part of the path, whatever constructs are around it", () => {
    const module = synthesise((stack) => new Vpc(new Construct(stack, "network"), "vpc-us-east-1a", {}));
    expect(module.addresses()).toEqual(["aws_vpc.vpc_us_east_1a"]);
  });

  test("begins with every named scope above, and is the scope's own for its self", () => {
    const module = synthesise((stack) => {
      const scope = new NamedScope(new NamedScope(stack, "development"), "network");
      new Vpc(scope, self, {});
      new InternetGateway(new Construct(scope, "routing"), "internet", {});
    });
    expect(module.addresses()).toEqual([
      "aws_internet_gateway.development_network_internet",
      "aws_vpc.development_network",
    ]);
  });

  test("belongs to one resource: a second one is refused with both paths", () => {
    const build = (second: string) =>
      synthesise((stack) => {
        new Vpc(new Construct(stack, "one"), "vpc", {});
        new Vpc(new Construct(stack, "other"), second, {});
      });
    expect(() => build("vpc")).toThrow(/ES0201[\s\S]*one\/vpc[\s\S]*other\/vpc/);
    expect(build("other-vpc").addresses()).toEqual(["aws_vpc.other_vpc", "aws_vpc.vpc"]);
  });

  test("may be shared by resources of two types, which the engine tells apart", () => {
    const module = synthesise((stack) => {
      new Vpc(new Construct(stack, "one"), "main", {});
      new InternetGateway(new Construct(stack, "other"), "main", {});
    });
    expect(module.addresses()).toEqual(["aws_internet_gateway.main", "aws_vpc.main"]);
  });
});

describe("a root module", () => {
  test("refers from one resource to another by address", () => {
    const module = synthesise((stack) => {
      const vpc = new Vpc(stack, "vpc", {});
      new InternetGateway(stack, "internet", { vpcId: vpc.id });
      new TerraformOutput(stack, "vpc_id", { value: vpc.id });
    });
    expect(module.resource("aws_internet_gateway.internet").vpc_id).toContain("aws_vpc.vpc.id");
    expect(module.blocks("output").vpc_id?.value).toContain("aws_vpc.vpc.id");
  });

  test("has no backend and no comments: Spacelift keeps the state", () => {
    const module = synthesise((stack) => new Vpc(stack, "vpc", {}));
    expect(Object.keys(module.module)).toEqual(["terraform", "resource"]);
    expect(Object.keys(module.module.terraform ?? {})).toEqual(["required_version", "required_providers"]);
    expect(module.resource("aws_vpc.vpc")).toEqual({});
  });

  test("joins the lists that several elements contribute to", () => {
    const module = synthesise((stack) => {
      new Vpc(stack, "one", {}).importFrom("vpc-1");
      new Vpc(stack, "other", {}).importFrom("vpc-2");
    });
    expect(module.module.import).toEqual([
      { to: "aws_vpc.one", id: "vpc-1" },
      { to: "aws_vpc.other", id: "vpc-2" },
    ]);
  });
});
