import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, Type } from "../planning/schema.ts";
import { unknown, type Value, type Values } from "../planning/values.ts";
import { decodeObject, decodeValue, encodeValue, isNull } from "./codec.ts";

const types = {
  text: "string",
  number: "number",
  flag: "bool",
  texts: ["list", "string"],
  numbers: ["set", "number"],
  byName: ["map", "number"],
  object: ["object", { text: "string", number: "number" }],
} as const satisfies Readonly<Record<string, Type>>;

const block: Block = {
  attributes: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])),
  block_types: {
    inner: { nesting_mode: "list", block: { attributes: { number: { type: "number" }, text: { type: "string" } } } },
  },
};

/** Numbers that JavaScript holds exactly, and the text of those that it does not. */
const numbers: fc.Arbitrary<Value> = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.bigInt({ min: 2n ** 64n, max: 2n ** 90n }).map(String),
);

function holes(values: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 4, arbitrary: values }, fc.constant(null), fc.constant(unknown));
}

const objects: fc.Arbitrary<Values> = fc.record({
  text: holes(fc.string({ unit: "grapheme" })),
  number: holes(numbers),
  flag: holes(fc.boolean()),
  texts: holes(fc.array(holes(fc.string()))),
  numbers: holes(fc.array(numbers)),
  byName: holes(fc.dictionary(fc.string(), holes(numbers))),
  object: holes(fc.record({ text: holes(fc.string()), number: holes(numbers) })),
  inner: fc.array(fc.record({ number: holes(numbers), text: holes(fc.string()) })),
});

describe("a value that is sent and received", () => {
  test("is the same, whatever it is: unknown parts, fractions and numbers that are too long for a float included", () => {
    fc.assert(
      fc.property(objects, (values) => {
        expect(decodeObject(block, { msgpack: encodeValue(values) })).toEqual(values);
      }),
      { seed: 7 },
    );
  });

  test("is the same as JSON of a state that is read again", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 70n }), (number) => {
        const sent = Buffer.from(`{"text":"${number}","number":${number},"inner":[{"number":-${number}}]}`);
        const read = decodeObject(block, { json: sent });
        expect(read?.text).toBe(String(number));
        expect(BigInt(String(read?.number))).toBe(number);
      }),
      { seed: 7 },
    );
  });
});

test("a fraction goes out as the engine's own text, because no float equals the decimal fraction of a configuration", () => {
  expect(encodeValue(0.1)).toEqual(encodeValue("0.1"));
  expect(encodeValue(0.5)).toEqual(encodeValue("0.5"));
  expect(encodeValue(3)).not.toEqual(encodeValue("3"));
});

test("an integer of 64 bits that JavaScript would round is kept as text", () => {
  const longest = Buffer.from("cf" + "ffffffffffffffff", "hex");
  expect(decodeValue({ msgpack: longest })).toBe("18446744073709551615");
  expect(decodeValue({ msgpack: Buffer.from("d3" + "8000000000000001", "hex") })).toBe("-9223372036854775807");
  expect(decodeValue({ msgpack: Buffer.from("cf" + "0000000000000005", "hex") })).toBe(5);
});

test("a value that is unknown but limited is unknown", () => {
  const refined = Buffer.from("c7" + "01" + "0c" + "80", "hex");
  expect(decodeValue({ msgpack: refined })).toBe(unknown);
});

test("a value with its type, as in attributes of any type, passes unread", () => {
  const typed = [Buffer.from('"number"'), 3] as unknown as Value;
  expect(encodeValue(decodeValue({ msgpack: encodeValue(typed) }))).toEqual(encodeValue(typed));
});

test("null is told from an object without reading it", () => {
  expect(isNull({ msgpack: encodeValue(null) })).toBe(true);
  expect(isNull(undefined)).toBe(true);
  expect(isNull({ json: Buffer.from("null") })).toBe(true);
  expect(isNull({ msgpack: encodeValue({}) })).toBe(false);
});
