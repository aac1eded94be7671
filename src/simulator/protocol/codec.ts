import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import type { Block } from "../planning/schema.ts";
import { isRecord, unknown, type Value, type Values } from "../planning/values.ts";
import { withNumbers } from "./numbers.ts";

/** Extension of a value that is not known, and of one that is not known but limited. */
const unknownExtension = 0;
const refinedExtension = 12;

const extensions = new ExtensionCodec();
extensions.register({
  type: unknownExtension,
  encode: (value: unknown) => (value === unknown ? new Uint8Array([0]) : null),
  decode: () => unknown,
});
extensions.register({ type: refinedExtension, encode: () => null, decode: () => unknown });

const encoder = new Encoder({ extensionCodec: extensions, ignoreUndefined: true });
const decoder = new Decoder({ extensionCodec: extensions });
const longDecoder = new Decoder({ extensionCodec: extensions, useBigInt64: true });

/** MessagePack's code of null. */
const nil = 0xc0;

/** Codes of MessagePack's integers of 64 bits, signed and unsigned. */
const longIntegers = [0xd3, 0xcf];

/** A value as the protocol's MessagePack. */
export function encodeValue(value: Value): Uint8Array {
  return encoder.encode(fractionsAsText(value));
}

/** A `DynamicValue` of a request; nothing sent is null. Integers that are too long for a number are text. */
export function decodeValue(sent: unknown): Value {
  const { msgpack, json } = (sent ?? {}) as { msgpack?: Uint8Array; json?: Uint8Array };
  if (msgpack && msgpack.length > 0) return decodeMessage(msgpack);
  if (json && json.length > 0) return parseJson(Buffer.from(json).toString("utf8"));
  return null;
}

/** True for a value of a request that is null, without reading the rest. */
export function isNull(sent: unknown): boolean {
  const { msgpack, json } = (sent ?? {}) as { msgpack?: Uint8Array; json?: Uint8Array };
  if (msgpack && msgpack.length > 0) return msgpack[0] === nil;
  return !json || json.length === 0 || Buffer.from(json).toString("utf8") === "null";
}

/** An object of a request by its schema; null when the engine sent null. */
export function decodeObject(block: Block, sent: unknown): Values | null {
  const value = decodeValue(sent);
  return isRecord(value) ? withNumbers(block, value) : null;
}

function decodeMessage(bytes: Uint8Array): Value {
  if (!longIntegers.some((code) => bytes.includes(code))) return decoder.decode(bytes) as Value;
  return shortened(longDecoder.decode(bytes));
}

function shortened(value: unknown): Value {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value as Value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part)]));
}

/** Fractions as the engine's own text for them: as binary floats they would not equal the decimal fractions of a configuration. */
function fractionsAsText(value: Value): Value {
  if (typeof value === "number") return Number.isInteger(value) ? value : String(value);
  if (Array.isArray(value)) return mapped(value, fractionsAsText);
  if (!isRecord(value)) return value;
  let result: { [name: string]: Value } | undefined;
  for (const [name, part] of Object.entries(value)) {
    const text = fractionsAsText(part);
    if (text === part) continue;
    result ??= { ...value };
    result[name] = text;
  }
  return result ?? value;
}

/** The same array unless an element is another one afterwards. */
function mapped(items: readonly Value[], map: (item: Value) => Value): readonly Value[] {
  const result = items.map(map);
  return result.every((item, index) => item === items[index]) ? items : result;
}

const longDigits = /\d{16}/;
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON whose long numbers become text, because JavaScript would round them. */
function parseJson(text: string): Value {
  if (!longDigits.test(text)) return JSON.parse(text) as Value;
  const quoted = text.replace(tokens, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
  );
  return JSON.parse(quoted) as Value;
}
