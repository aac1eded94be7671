import { describe, expect, test } from "vitest";
import type { Value } from "./values.ts";
import { problemOfWords } from "./words.ts";

const cases: readonly (readonly [string, readonly Value[], readonly Value[]])[] = [
  ["dns1123 label", ["web", "web-", "a1"], ["Web", "-web", "a".repeat(64)]],
  ["dns1123 subdomain", ["web", "a.b-c.d"], ["a..b", "A", "a_b"]],
  [
    "map keys are qualified names",
    [{ app: "" }, { "example.com/app.x_y": "" }],
    [{ "-a": "" }, { "a/b/c": "" }, { "A/b": "" }],
  ],
  ["map values are label values", [{ a: "" }, { a: "v1.2_x" }], [{ a: "a b" }, { a: "x".repeat(64) }]],
  ["base64 map values", [{ a: "YQ==" }], [{ a: "a" }]],
  ["quantity", ["100m", "1.5Gi", { cpu: "1" }], ["a lot", { cpu: "1 core" }]],
  ["int string", ["3"], ["three"]],
  ["int or percent", ["1", "25%"], ["1.5", "half"]],
  ["octal string", ["0644"], ["0888"]],
  ["port", [1, 65_535], [0, 65_536]],
  ["port or 0", [0], [-1]],
  ["port number or IANA service name", ["8080", "http", "web-1"], ["70000", "a--b", "Web", "a-very-long-port"]],
  ["ip", ["10.0.0.1", "::1"], ["10.0.0.300"]],
  ["cidr", ["10.0.0.0/8"], ["10.0.0.0"]],
  ["cron", ["0 2 * * *", "*/5 * * * 1-5", "@daily"], ["0 2 * *", "at noon"]],
];

describe.each(cases)("%s", (words, good, bad) => {
  test.each(good)("%j is taken", (value) => expect(problemOfWords(words)?.(value)).toBeUndefined());
  test.each(bad)("%j is not", (value) => expect(problemOfWords(words)?.(value)).toBeTypeOf("string"));
});
