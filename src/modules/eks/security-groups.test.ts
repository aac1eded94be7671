import { describe, expect, test } from "vitest";
import { record } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { cluster } from "./testing/cluster.ts";

describe("security groups", () => {
  // Defect 15: the group that was passed to the cluster was ignored.
  test("of the control plane is the one that the cluster gets", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      security_group_ids: [expression("aws_security_group.cluster.id")],
    });
    expect(module.resource("aws_vpc_security_group_ingress_rule.cluster_from_nodes")).toMatchObject({
      security_group_id: expression("aws_security_group.cluster.id"),
      referenced_security_group_id: expression("aws_security_group.nodes.id"),
      from_port: 443,
      to_port: 443,
    });
  });

  test("hold no rule themselves: each rule is a resource with a name and a description", () => {
    const module = cluster();
    for (const body of Object.values(module.resources("aws_security_group"))) {
      expect([body.ingress, body.egress]).toEqual([undefined, undefined]);
    }
    const rules = [
      ...Object.values(module.resources("aws_vpc_security_group_ingress_rule")),
      ...Object.values(module.resources("aws_vpc_security_group_egress_rule")),
    ];
    expect(rules).toHaveLength(15);
    for (const { description, tags } of rules) {
      expect(description).toMatch(/^[a-zA-Z0-9 ._:/()#,@+=&;{}!$*-]+$/);
      expect(record(tags).Name).toBeTruthy();
    }
  });

  test("let nothing in from an address, and only nodes out to everywhere", () => {
    const module = cluster();
    for (const body of Object.values(module.resources("aws_vpc_security_group_ingress_rule"))) {
      expect([body.cidr_ipv4, body.cidr_ipv6]).toEqual([undefined, undefined]);
    }
    const wayOut = Object.entries(module.resources("aws_vpc_security_group_egress_rule")).filter(
      ([, { cidr_ipv4 }]) => cidr_ipv4,
    );
    expect(wayOut.map(([name]) => name)).toEqual(["nodes_anywhere"]);
  });

  test.each([
    ["https", 443],
    ["kubelet", 10250],
    ["webhooks_4443", 4443],
    ["webhooks_6443", 6443],
    ["webhooks_8443", 8443],
    ["webhooks_9443", 9443],
  ])("let the control plane call nodes on %s", (name, port) => {
    expect(cluster().resource(`aws_vpc_security_group_ingress_rule.nodes_${name}`)).toMatchObject({
      security_group_id: expression("aws_security_group.nodes.id"),
      referenced_security_group_id: expression("aws_security_group.cluster.id"),
      ip_protocol: "tcp",
      from_port: port,
      to_port: port,
    });
  });

  // Defect 32: pods could ask every private address for names, and the group bore no tags.
  test("let pods with a group of their own ask the nodes for names, and nobody else", () => {
    const module = cluster();
    for (const protocol of ["tcp", "udp"]) {
      const traffic = { ip_protocol: protocol, from_port: 53, to_port: 53 };
      expect(module.resource(`aws_vpc_security_group_egress_rule.pod_dns_${protocol}`)).toMatchObject({
        security_group_id: expression("aws_security_group.pod_dns.id"),
        referenced_security_group_id: expression("aws_security_group.nodes.id"),
        ...traffic,
      });
      expect(module.resource(`aws_vpc_security_group_ingress_rule.nodes_dns_${protocol}_from_pods`)).toMatchObject({
        security_group_id: expression("aws_security_group.nodes.id"),
        referenced_security_group_id: expression("aws_security_group.pod_dns.id"),
        ...traffic,
      });
    }
    expect(record(module.resource("aws_security_group.pod_dns").tags).Name).toBe("k8-pod-dns-egress");
  });

  test("of the nodes is found by what makes load balancers", () => {
    expect(cluster().resource("aws_security_group.nodes").tags).toEqual({
      Name: "k8-node",
      "kubernetes.io/cluster/k8": "owned",
    });
  });
});
