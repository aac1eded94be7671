import fc from "fast-check";
import { expect, test } from "vitest";
import { allow, policyOf } from "../../testing/identities.ts";
import { PolicySyntaxError, parsePolicy } from "./policy-document.ts";

function problemOf(text: string): string | undefined {
  try {
    parsePolicy(text);
    return undefined;
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error.kind;
    throw error;
  }
}

test("one value and a list of one mean the same, and one statement stands for a list of one", () => {
  const single = { Version: "2012-10-17", Statement: allow({ Action: "s3:*", Resource: "arn:aws:s3:::a" }) };
  const listed = { Version: "2012-10-17", Statement: [allow({ Action: ["s3:*"], Resource: ["arn:aws:s3:::a"] })] };
  expect(parsePolicy(JSON.stringify(single))).toEqual(parsePolicy(JSON.stringify(listed)));
});

test("a policy without a version is one of the old version", () => {
  expect(parsePolicy(JSON.stringify({ Statement: allow() })).version).toBe("2008-10-17");
});

test("values of conditions are texts, whatever JSON they are", () => {
  const conditions = {
    Bool: { "aws:SecureTransport": true },
    NumericLessThan: { "aws:MultiFactorAuthAge": [60, "90"] },
  };
  expect(parsePolicy(policyOf(allow({ Condition: conditions }))).statements[0]?.conditions).toEqual([
    { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
    { operator: "NumericLessThan", key: "aws:MultiFactorAuthAge", values: ["60", "90"] },
  ]);
});

test("principals keep their types, and everybody is everybody", () => {
  const principals = { AWS: "123456789012", Service: ["eks.amazonaws.com"] };
  expect(parsePolicy(policyOf(allow({ Principal: principals }))).statements[0]?.principal).toEqual({
    AWS: ["123456789012"],
    Service: ["eks.amazonaws.com"],
  });
  expect(parsePolicy(policyOf(allow({ Principal: "*" }))).statements[0]?.principal).toBe("*");
});

test.each([
  ["json", "{"],
  ["json", "[]"],
  ["json", '"policy"'],
  ["version", JSON.stringify({ Version: "2026-01-01", Statement: allow() })],
  ["statement", "{}"],
  ["statement", JSON.stringify({ Statement: [] })],
  ["statement", policyOf(allow({ Ressource: "*" }))],
  ["statement", policyOf(allow({ Resource: [] }))],
  ["effect", policyOf(allow({ Effect: "Permit" }))],
  ["action", policyOf({ Effect: "Allow", Resource: "*" })],
  ["action", policyOf(allow({ Action: "s3:*", NotAction: "ec2:*", Resource: "*" }))],
  ["action", policyOf(allow({ Action: 1 }))],
  ["principal", policyOf(allow({ Principal: "123456789012" }))],
  ["principal", policyOf(allow({ Principal: {} }))],
  ["condition", policyOf(allow({ Condition: "always" }))],
  ["condition", policyOf(allow({ Condition: { StringEquals: "red" } }))],
  ["condition", policyOf(allow({ Condition: { StringEquals: { "aws:username": null } } }))],
  ["operator", policyOf(allow({ Condition: { StringMatches: { "aws:username": "a" } } }))],
])("what is wrong with the %s is told: %s", (kind, text) => {
  expect(problemOf(text)).toBe(kind);
});

test("every text is a policy or is refused with what is wrong, never anything else", () => {
  const words = fc.constantFrom(
    "Version",
    "Statement",
    "Effect",
    "Action",
    "Resource",
    "Principal",
    "Condition",
    "Sid",
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("Allow", "*", "2012-10-17", null, 1, true),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(words, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(fc.property(json, (value) => void problemOf(JSON.stringify(value))));
  fc.assert(fc.property(fc.string(), (text) => void problemOf(text)));
});
