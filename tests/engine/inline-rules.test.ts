import { expect, test } from "vitest";
import { open, planned, succeed } from "./workspace.ts";

/** Routes and rules inside other objects that refer to what the same apply makes. */
const inline = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_security_group" "client" {
  vpc_id                 = aws_vpc.main.id
  revoke_rules_on_delete = true
}
resource "aws_eip" "client" {
  domain = "vpc"
}
resource "aws_security_group" "server" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol        = "TCP"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.client.id]
  }
}
resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol        = "all"
    from_port       = 0
    to_port         = 0
    security_groups = [aws_security_group.client.id]
  }
}
resource "aws_network_acl" "main" {
  vpc_id = aws_vpc.main.id
  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = "\${aws_eip.client.public_ip}/32"
    from_port  = 443
    to_port    = 443
  }
}`;

test("inline routes and rules that refer to new objects apply at once, settle, and go with them", async () => {
  const workspace = await open(inline);
  succeed(await workspace.apply());
  const gateway = workspace.object("aws_internet_gateway.main").id;
  const client = workspace.object("aws_security_group.client").id;
  for (const table of ["aws_route_table.public", "aws_default_route_table.main"]) {
    expect(workspace.object(table).route).toMatchObject([{ gateway_id: gateway, nat_gateway_id: "" }]);
  }
  for (const group of ["aws_security_group.server", "aws_default_security_group.main"]) {
    expect(workspace.object(group).ingress).toMatchObject([{ security_groups: [client], cidr_blocks: [] }]);
  }
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  succeed(await workspace.apply());
  succeed(await workspace.run("destroy", "-auto-approve", "-json", "-input=false", "-lock=false"));
  expect(workspace.objects()).toEqual([]);
});
