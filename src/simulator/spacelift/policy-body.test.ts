import { describe, expect, test } from "vitest";
import { refusalOf } from "../testing/rule-test.ts";
import { checkPolicyBody } from "./policy-body.ts";
import type { PolicyType } from "./records/policy.ts";

function refusal(body: string, type: PolicyType = "PLAN"): string | undefined {
  return refusalOf(() => checkPolicyBody(type, body))?.rule;
}

describe("a body is accepted", () => {
  test.each([
    ["with comments before its package", "# What it is for\n\npackage spacelift\n"],
    ["in Rego v0", 'package spacelift\ndeny["dear"] { input.cost > 10 }\nsample { true }\n'],
    ["in Rego v1", 'package spacelift\nimport rego.v1\ndeny contains "dear" if input.cost > 10\nsample := true\n'],
    ["with rules of its own", 'package spacelift\nlimits := {"a": [1, 2]}\ndenied(x) if x > limits.a[0]\n'],
    ["with brackets and quotes in texts", 'package spacelift\ntext := "a \\" ( [ {"\nraw := `"{`\n'],
    ["with names that only begin like predefined ones", "package spacelift\ndeny_list := [1]\nwarning := true\n"],
    ["with a function whose name ends like a disabled one", "package spacelift\nx := my.trace(1)\nx := retrace(1)\n"],
  ])("%s", (_, body) => expect(refusal(body)).toBeUndefined());
});

describe("a body is no policy", () => {
  test.each([
    ["without a package", "deny := true\n"],
    ["with a text that does not end", 'package spacelift\ntext := "open\n'],
    ["with a bracket that does not end", "package spacelift\ndeny[x] { x := 1\n"],
    ["with a bracket that closes another", "package spacelift\nx := [1, (2]\n"],
    ["with a bracket that nothing opened", "package spacelift\nx := 1)\n"],
  ])("%s", (_, body) => expect(refusal(body)).toBe("spacelift/policy-syntax"));
});

describe("a predefined rule keeps its type", () => {
  test.each<[string, PolicyType]>([
    ["deny := true", "PLAN"],
    ["deny if input.x", "PLAN"],
    ["default warn := false", "PLAN"],
    ['track contains "a"', "GIT_PUSH"],
    ["approve := 1", "APPROVAL"],
    ["module_version := true", "GIT_PUSH"],
    ['sample["a"]', "TRIGGER"],
    ["reset_flag := true", "APPROVAL"],
  ])("%s breaks it in a policy of type %s", (line, type) => {
    expect(refusal(`package spacelift\n${line}\n`, type)).toBe("spacelift/policy-variable-type");
  });

  test.each<[string, PolicyType]>([
    ["deny := true", "LOGIN"],
    ["default track := false", "GIT_PUSH"],
    ['module_version := "1.0.0"', "GIT_PUSH"],
    ['reset_flag["a"] { true }', "APPROVAL"],
    ["reset_flag := true", "LOGIN"],
  ])("%s does not in a policy of type %s", (line, type) => {
    expect(refusal(`package spacelift\n${line}\n`, type)).toBeUndefined();
  });
});

test.each(["http.send({})", "opa.runtime()", "rego.parse_module(1, 2)", "time.now_ns()", 'trace("x")'])(
  "%s is taken out of the engine",
  (call) => expect(refusal(`package spacelift\nx := ${call}\n`)).toBe("spacelift/policy-disabled-built-in"),
);
