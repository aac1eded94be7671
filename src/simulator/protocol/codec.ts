import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { isRecord, unknown, type Value, type Values } from "../planning/values.ts";

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

/** A value as the protocol's MessagePack. */
export function encodeValue(value: Value): Uint8Array {
  return encode(value, { extensionCodec: extensions, ignoreUndefined: true });
}

/** A `DynamicValue` of a request; nothing sent is null. */
export function decodeValue(sent: unknown): Value {
  const { msgpack, json } = (sent ?? {}) as { msgpack?: Uint8Array; json?: Uint8Array };
  if (msgpack && msgpack.length > 0) return decode(msgpack, { extensionCodec: extensions }) as Value;
  if (json && json.length > 0) return JSON.parse(Buffer.from(json).toString("utf8")) as Value;
  return null;
}

/** An object of a request; null when the engine sent null. */
export function decodeObject(sent: unknown): Values | null {
  const value = decodeValue(sent);
  return isRecord(value) ? value : null;
}
