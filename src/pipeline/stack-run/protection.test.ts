import { expect, test } from "vitest";
import { protectionOf } from "./protection.ts";

test("a configuration without protection needs no override", () => {
  expect(protectionOf({ resource: { aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } } } })).toEqual({
    addresses: [],
    override: null,
    keptByService: [],
  });
});

test("a protected cluster is lifted in the service and in the engine", () => {
  const cluster = { name: "dpe-k8", deletion_protection: true, lifecycle: { prevent_destroy: true } };
  expect(protectionOf({ resource: { aws_eks_cluster: { cluster } } })).toEqual({
    addresses: ["aws_eks_cluster.cluster"],
    override: {
      resource: { aws_eks_cluster: { cluster: { deletion_protection: false, lifecycle: { prevent_destroy: false } } } },
    },
    keptByService: ["aws_eks_cluster.cluster"],
  });
});

test("prevent_destroy alone is a matter of the engine only", () => {
  const bucket = { lifecycle: [{ prevent_destroy: true }] };
  expect(protectionOf({ resource: { aws_s3_bucket: { data: bucket } } })).toMatchObject({ keptByService: [] });
});

test("a protection that is switched off is not lifted again", () => {
  expect(protectionOf({ resource: { spacelift_stack: { a: { protect_from_deletion: false } } } }).addresses).toEqual(
    [],
  );
});
