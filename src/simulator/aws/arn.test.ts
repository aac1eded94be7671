import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testCloud } from "../testing/cloud.ts";
import { parseArn } from "./arn.ts";

test("an ARN is taken apart at its first five colons", () => {
  expect(parseArn("arn:aws:logs:us-east-1:123456789012:log-group:app:*")).toEqual({
    partition: "aws",
    service: "logs",
    region: "us-east-1",
    account: "123456789012",
    resource: "log-group:app:*",
  });
  expect(parseArn("arn:aws:s3:::acme-data")).toMatchObject({ region: "", account: "", resource: "acme-data" });
});

test("what lacks a part that every ARN has is none", () => {
  for (const text of ["", "role/reader", "arn:aws:iam", "arn::iam::1:role/a", "arn:aws:iam::1:", "ARN:aws:iam::1:a"]) {
    expect(parseArn(text), text).toBeUndefined();
  }
});

describe("functions of the provider", () => {
  const { functions } = testCloud().provider;
  const call = (name: string, ...parameters: readonly string[]) =>
    functions.find((one) => one.name === name)?.call(...parameters);

  test("build the ARN that they took apart", () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    const place = fc.stringMatching(/^[a-z0-9-]{0,8}$/);
    const resource = fc.stringMatching(/^[a-z0-9/:*-]{1,12}$/).filter((text) => text.replaceAll(":", "") !== "");
    fc.assert(
      fc.property(word, word, place, place, resource, (...parts) => {
        const arn = call("arn_build", ...parts);
        expect(arn).toBe(["arn", ...parts].join(":"));
        const [partition, service, region, account_id, rest] = parts;
        expect(call("arn_parse", String(arn))).toEqual({ partition, service, region, account_id, resource: rest });
      }),
    );
  });

  test("refuse what is no ARN", () => {
    expect(() => call("arn_parse", "role/reader")).toThrow("ARN parsing error");
  });

  test("leave the path out of the ARN of a role, and refuse any other ARN", () => {
    expect(call("trim_iam_role_path", "arn:aws:iam::1:role/platform/eu/reader")).toBe("arn:aws:iam::1:role/reader");
    expect(call("trim_iam_role_path", "arn:aws:iam::1:role/reader")).toBe("arn:aws:iam::1:role/reader");
    expect(() => call("trim_iam_role_path", "arn:aws:iam::1:user/ann")).toThrow("not the ARN of an IAM role");
  });

  test("name a product with its version and a comment", () => {
    expect(call("user_agent", "eks-stack", "1.0", "rehearsal")).toBe("eks-stack/1.0 (rehearsal)");
    expect(call("user_agent", "eks-stack", "", "")).toBe("eks-stack");
  });
});
