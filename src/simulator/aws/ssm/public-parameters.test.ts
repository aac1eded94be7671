import { describe, expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { publicParameter } from "./public-parameters.ts";

const eks = (minor: string, rest: string) => `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/${rest}`;
const bottlerocket = (minor: string, rest: string) => `/aws/service/bottlerocket/aws-k8s-${minor}/${rest}`;

describe("the node images of EKS", () => {
  test("have an id, a name and a release", () => {
    const of = (part: string) => publicParameter(eks("1.36", `x86_64/standard/recommended/${part}`), "us-east-1");
    expect(of("image_id")).toMatch(/^ami-0[0-9a-f]{16}$/);
    expect(of("image_name")).toBe("amazon-eks-node-al2023-x86_64-standard-1.36-v20260714");
    expect(of("release_version")).toBe("1.36.2-20260714");
    expect(JSON.parse(publicParameter(eks("1.36", "x86_64/standard/recommended"), "us-east-1") ?? "")).toEqual({
      schema_version: "2",
      image_id: of("image_id"),
      image_name: of("image_name"),
      release_version: of("release_version"),
    });
  });

  test("differ by Region, architecture, variant and version", () => {
    const ids = [
      publicParameter(eks("1.36", "x86_64/standard/recommended/image_id"), "us-east-1"),
      publicParameter(eks("1.36", "x86_64/standard/recommended/image_id"), "eu-west-1"),
      publicParameter(eks("1.36", "arm64/standard/recommended/image_id"), "us-east-1"),
      publicParameter(eks("1.36", "x86_64/nvidia/recommended/image_id"), "us-east-1"),
      publicParameter(eks("1.35", "x86_64/standard/recommended/image_id"), "us-east-1"),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("of Bottlerocket are named by version, the latest included", () => {
    const image = (version: string) => publicParameter(bottlerocket("1.36", `x86_64/${version}/image_id`), "us-east-1");
    const latest = publicParameter(bottlerocket("1.36", "x86_64/latest/image_version"), "us-east-1");
    expect(latest).toMatch(/^\d+\.\d+\.\d+$/);
    expect(image("latest")).toBe(image(latest ?? ""));
  });

  test("that AWS does not have are not found", () => {
    expect(publicParameter(eks("1.20", "x86_64/standard/recommended/image_id"), "us-east-1")).toBeUndefined();
    expect(publicParameter(eks("1.36", "riscv/standard/recommended/image_id"), "us-east-1")).toBeUndefined();
    expect(publicParameter(bottlerocket("1.20", "x86_64/latest/image_id"), "us-east-1")).toBeUndefined();
    expect(publicParameter("/aws/service/other", "us-east-1")).toBeUndefined();
  });
});

test("a public parameter is read in every account, by data source, under an ARN without account", () => {
  const name = eks("1.36", "x86_64/standard/recommended/image_id");
  const read = testCloud({ account: "210987654321" }).data("aws_ssm_parameter", { name });
  expect(read).toMatchObject({ type: "String", version: 1, arn: `arn:aws:ssm:us-east-1::parameter${name}` });
  expect(() => testCloud().data("aws_ssm_parameter", { name: eks("1.20", "x86_64/standard/recommended") })).toThrow(
    "ParameterNotFound",
  );
});
