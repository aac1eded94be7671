import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConditionContext, compileCondition, isConditionOperator, isMoment } from "./conditions.ts";

/** Whether a condition over `a:key` holds. */
function holds(operator: string, wanted: string | readonly string[], actual?: string | readonly string[]): boolean {
  const values = typeof wanted === "string" ? [wanted] : wanted;
  const context: ConditionContext = actual === undefined ? {} : { "a:key": [actual].flat() };
  return compileCondition({ operator, key: "A:Key", values })(context, values);
}

describe("each operator compares in its own way", () => {
  test.each([
    ["StringEquals", "red", "red", "Red"],
    ["StringEqualsIgnoreCase", "red", "RED", "blue"],
    ["StringLike", "r*d", "rod", "Rod"],
    ["StringNotEquals", "red", "Red", "red"],
    ["StringNotEqualsIgnoreCase", "red", "blue", "RED"],
    ["StringNotLike", "r*", "blue", "red"],
    ["NumericEquals", "1", "1.0", "2"],
    ["NumericNotEquals", "1", "2", "1.0"],
    ["NumericLessThan", "10", "9", "10"],
    ["NumericLessThanEquals", "10", "10", "11"],
    ["NumericGreaterThan", "9", "10", "9"],
    ["NumericGreaterThanEquals", "10", "10", "9"],
    ["DateEquals", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00+01:00", "2026-11-24T08:00:01Z"],
    ["DateNotEquals", "2026-11-24T08:00:00Z", "1795507201", "1795507200"],
    ["DateLessThan", "2026-11-24T08:00:00Z", "2026-11-24T07:59:59Z", "2026-11-24T08:00:00Z"],
    ["DateLessThanEquals", "1795507200", "2026-11-24T08:00:00Z", "2026-11-24T08:00:01Z"],
    ["DateGreaterThan", "2026-11-24T08:00:00Z", "2026-11-24T08:00:01Z", "2026-11-24T08:00:00Z"],
    ["DateGreaterThanEquals", "2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-24T07:59:59Z"],
    ["Bool", "true", "True", "false"],
    ["BinaryEquals", "cmVk", "cmVk", "CMVK"],
    ["IpAddress", "10.52.16.0/20", "10.52.31.255", "10.52.32.0"],
    ["IpAddress", "2001:db8::/32", "2001:db8:1::1", "2001:db9::1"],
    ["NotIpAddress", "10.0.0.0/8", "11.0.0.0", "10.1.2.3"],
    ["ArnLike", "arn:aws:iam::*:role/ci-*", "arn:aws:iam::1:role/ci-plan", "arn:aws:iam::1:role/plan"],
    ["ArnEquals", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/a", "arn:aws:iam::2:role/a"],
    ["ArnNotLike", "arn:aws:iam::*:role/ci-*", "arn:aws:iam::1:role/plan", "arn:aws:iam::1:role/ci-plan"],
    ["ArnNotEquals", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", "arn:aws:iam::1:role/a"],
  ])("%s %s holds for %s and not for %s", (operator, wanted, good, bad) => {
    expect(holds(operator, wanted, good)).toBe(true);
    expect(holds(operator, wanted, bad)).toBe(false);
  });

  test("any of the wanted values is enough, and for a negated operator none may fit", () => {
    expect(holds("StringEquals", ["red", "blue"], "blue")).toBe(true);
    expect(holds("StringNotEquals", ["red", "blue"], "blue")).toBe(false);
    expect(holds("StringNotEquals", ["red", "blue"], "green")).toBe(true);
  });

  test("keys are the same however their letters are cased", () => {
    const compiled = compileCondition({ operator: "StringEquals", key: "aws:RequestTag/Team", values: ["data"] });
    expect(compiled({ "aws:requesttag/team": ["data"] }, ["data"])).toBe(true);
  });

  test("an address of the other family is in no network, and what is no address is in none", () => {
    expect(holds("IpAddress", "0.0.0.0/0", "::1")).toBe(false);
    expect(holds("IpAddress", "10.0.0.0/8", "10.0.0.256")).toBe(false);
    expect(holds("IpAddress", "::/0", "1:2:3")).toBe(false);
  });
});

describe("a key that the request does not have", () => {
  test("fails an operator, but for a negated one", () => {
    expect(holds("StringEquals", "red")).toBe(false);
    expect(holds("StringNotEquals", "red")).toBe(true);
    expect(holds("IpAddress", "0.0.0.0/0")).toBe(false);
    expect(holds("NotIpAddress", "0.0.0.0/0")).toBe(true);
  });

  test("passes an operator with IfExists, which otherwise compares as ever", () => {
    expect(holds("StringEqualsIfExists", "red")).toBe(true);
    expect(holds("StringEqualsIfExists", "red", "red")).toBe(true);
    expect(holds("StringEqualsIfExists", "red", "blue")).toBe(false);
  });

  test("is what Null asks for", () => {
    expect(holds("Null", "true")).toBe(true);
    expect(holds("Null", "true", "red")).toBe(false);
    expect(holds("Null", "false")).toBe(false);
    expect(holds("Null", "false", "red")).toBe(true);
  });
});

describe("a key with several values", () => {
  test("passes ForAllValues when each of its values fits, and when it has none", () => {
    expect(holds("ForAllValues:StringEquals", ["red", "blue"], ["red", "blue"])).toBe(true);
    expect(holds("ForAllValues:StringEquals", ["red", "blue"], ["red", "green"])).toBe(false);
    expect(holds("ForAllValues:StringEquals", ["red", "blue"])).toBe(true);
  });

  test("passes ForAnyValue when one of its values fits, and not when it has none", () => {
    expect(holds("ForAnyValue:StringLike", "r*", ["blue", "red"])).toBe(true);
    expect(holds("ForAnyValue:StringLike", "r*", ["blue", "green"])).toBe(false);
    expect(holds("ForAnyValue:StringLike", "r*")).toBe(false);
    expect(holds("ForAnyValue:StringLikeIfExists", "r*")).toBe(true);
  });

  test("passes ForAnyValue with a negated operator when one of its values is not among the wanted", () => {
    expect(holds("ForAnyValue:StringNotEquals", ["red"], ["red", "blue"])).toBe(true);
    expect(holds("ForAnyValue:StringNotEquals", ["red", "blue"], ["red", "blue"])).toBe(false);
    expect(holds("ForAllValues:StringNotEquals", ["red"], ["red", "blue"])).toBe(false);
  });
});

test("IAM knows its operators, with their sets and endings, and no others", () => {
  for (const operator of ["StringEquals", "Null", "ForAnyValue:ArnLike", "ForAllValues:NumericEqualsIfExists"]) {
    expect(isConditionOperator(operator)).toBe(true);
  }
  for (const operator of ["StringMatches", "stringequals", "ForSome:StringEquals", "IfExists", "toString"]) {
    expect(isConditionOperator(operator)).toBe(false);
  }
});

test("moments are seconds since 1970 or ISO 8601", () => {
  expect(isMoment("1795507200")).toBe(true);
  expect(isMoment("2026-11-24")).toBe(true);
  expect(isMoment("next week")).toBe(false);
});

describe("for all values", () => {
  const words = fc.constantFrom("a", "b", "ab", "*", "a*", "");
  const pairs = ["StringEquals", "StringLike", "ArnLike", "NumericEquals", "DateEquals", "StringEqualsIgnoreCase"];

  test("a negated operator says the opposite of the plain one about a single value", () => {
    const operators = fc.constantFrom(...pairs);
    fc.assert(
      fc.property(operators, fc.array(words, { minLength: 1, maxLength: 3 }), words, (operator, wanted, actual) => {
        const negated = operator.replace(/(Equals|Like)/, "Not$1");
        expect(holds(negated, wanted, actual)).toBe(!holds(operator, wanted, actual));
      }),
    );
  });

  test("an address is in the networks that its leading bits name", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(octet, octet, octet, octet);
    const bits = (octets: readonly number[]) => octets.map((one) => one.toString(2).padStart(8, "0")).join("");
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (left, right, length) => {
        const same = bits(left).slice(0, length) === bits(right).slice(0, length);
        expect(holds("IpAddress", `${right.join(".")}/${length}`, left.join("."))).toBe(same);
        expect(holds("IpAddress", `${left.join(".")}/${length}`, left.join("."))).toBe(true);
      }),
    );
  });
});
