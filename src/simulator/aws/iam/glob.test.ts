import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arnMatches, glob, literally } from "./glob.ts";

/** The definition, word by word and slowly. */
function fits(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === "*") return fits(rest, text) || (text !== "" && fits(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text[0]) && fits(rest, text.slice(1));
}

const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ".", "\\"), maxLength: 8 });
const texts = fc.string({ unit: fc.constantFrom("a", "b", ".", "\\", "*", "\n"), maxLength: 8 });

test("a pattern fits what the definition says it fits", () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(glob(pattern)(text)).toBe(fits(pattern, text));
    }),
    { numRuns: 2_000 },
  );
});

test("any text can be made a part of a pattern that fits it and nothing else", () => {
  fc.assert(
    fc.property(patterns, texts, (part, text) => {
      expect(glob(literally(part))(text)).toBe(part === text);
      expect(glob(`${literally(part)}*`)(text)).toBe(text.startsWith(part));
    }),
  );
});

test("a text without wildcards fits itself alone", () => {
  expect(glob("ec2:CreateVpc")("ec2:CreateVpc")).toBe(true);
  expect(glob("ec2:CreateVpc")("ec2:createvpc")).toBe(false);
  expect(glob("ec2:CreateVpc")("ec2:CreateVpcEndpoint")).toBe(false);
});

test("a pattern can leave aside how letters are cased", () => {
  const test = glob("EC2:Create*", { ignoreCase: true });
  expect(test("ec2:createVpc")).toBe(true);
  expect(test("ec2:deleteVpc")).toBe(false);
});

test("a pattern of many wildcards is decided at once", () => {
  expect(glob(`${"*a".repeat(40)}b`)("a".repeat(2_000))).toBe(false);
});

describe("ARNs", () => {
  const role = "arn:aws:iam::123456789012:role/platform/reader";

  test("are compared part by part, so that a wildcard does not reach over a colon of the first five", () => {
    expect(arnMatches(role, "arn:*:iam::123456789012:role/*")).toBe(true);
    expect(arnMatches(role, "arn:aws:*:role/platform/reader")).toBe(false);
  });

  test("may have colons in their last part", () => {
    expect(arnMatches("arn:aws:logs:us-east-1:1:log-group:app:log-stream:a", "arn:aws:logs:*:*:log-group:app:*")).toBe(
      true,
    );
  });

  test("are not fitted by what is no ARN, unless it is the lone wildcard", () => {
    expect(arnMatches(role, "role/*")).toBe(false);
    expect(arnMatches("role/reader", "arn:aws:iam::*:role/*")).toBe(false);
    expect(arnMatches("anything", "*")).toBe(true);
  });
});
