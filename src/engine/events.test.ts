import { expect, test } from "vitest";
import { parseEvent } from "./events.ts";

test("an event of a known type keeps what the engine said", () => {
  const line = JSON.stringify({
    "@level": "error",
    "@message": "Error: no",
    "@timestamp": "2026-01-01T00:00:00Z",
    type: "diagnostic",
    diagnostic: { severity: "error", summary: "no", detail: "", address: "aws_vpc.main" },
  });
  const event = parseEvent(line);
  expect(event.type === "diagnostic" && event.diagnostic.address).toBe("aws_vpc.main");
});

test("what OpenTofu says without a type while it initialises is a line of its log", () => {
  const line = JSON.stringify({ "@level": "info", "@message": "Initializing the backend...", "@module": "tofu.ui" });
  expect(parseEvent(line)).toMatchObject({ type: "log", "@message": "Initializing the backend..." });
});

test.each([
  ["text", "panic: runtime error"],
  ["an unknown type", '{"type":"brand_new"}'],
  ["a cut line", '{"type":"diagn'],
  ["JSON that is no object", "[1]"],
  ["an object without a type", "{}"],
])("%s is kept as it is", (_, line) => {
  expect(parseEvent(line)).toEqual({ type: "other", line });
});
