import { inStateOnly } from "../planning/in-state-only.ts";
import { number, text } from "../planning/input.ts";
import { needsAtLeast } from "../planning/ranges.ts";
import type { EphemeralResource, ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import { draw, type RandomClient } from "./client.ts";

export const randomId: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_id",
  label: "Random ID",
  validate: (config) => needsAtLeast(config, "byte_length", 1),
  create: ({ client, input }) =>
    idValues(draw(client, "random_id", input).bytes(number(input, "byte_length", 1)), text(input, "prefix")),
  import(_, id) {
    const comma = id.lastIndexOf(",");
    const bytes = Buffer.from(id.slice(comma + 1), "base64url");
    const prefix = comma < 0 ? null : id.slice(0, comma);
    return { ...idValues(bytes, prefix ?? ""), prefix, byte_length: bytes.length };
  },
};

function idValues(bytes: Buffer, prefix: string): Values {
  const hex = bytes.toString("hex");
  return {
    id: bytes.toString("base64url"),
    b64_url: prefix + bytes.toString("base64url"),
    b64_std: prefix + bytes.toString("base64"),
    hex: prefix + hex,
    dec: prefix + BigInt(`0x${hex}`).toString(),
  };
}

export const randomBytes: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "random_bytes",
  label: "Random Bytes",
  create: ({ client, input }) => bytesValues(draw(client, "random_bytes", input).bytes(number(input, "length", 1))),
  import(_, id) {
    const bytes = Buffer.from(id, "base64");
    return { ...bytesValues(bytes), length: bytes.length };
  },
};

export const ephemeralBytes: EphemeralResource<RandomClient> = {
  type: "random_bytes",
  open({ client }, config) {
    return bytesValues(draw(client, "ephemeral/random_bytes", config).bytes(number(config, "length", 1)));
  },
};

function bytesValues(bytes: Buffer): Values {
  return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
}

/** Types of UUID and how each is made out of 16 random bytes. `random_uuid` leaves the version bits to chance, as the provider does. */
const uuids: readonly {
  readonly type: string;
  readonly label: string;
  readonly shape: (bytes: Buffer, now: Date) => void;
}[] = [
  { type: "random_uuid", label: "Random UUID", shape: () => {} },
  { type: "random_uuid4", label: "Random UUID v4", shape: (bytes) => setVersion(bytes, 4) },
  {
    type: "random_uuid7",
    label: "Random UUID v7",
    shape(bytes, now) {
      bytes.writeUIntBE(now.getTime(), 0, 6);
      setVersion(bytes, 7);
    },
  },
];

export const randomUuids: readonly ResourceType<RandomClient>[] = uuids.map(({ type, label, shape }) => ({
  ...inStateOnly,
  type,
  label,
  create({ client, input }) {
    const bytes = draw(client, type, input).bytes(16);
    shape(bytes, client.world.now);
    const result = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    return { id: result, result };
  },
  import: (_, id) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? { id: id.toLowerCase(), result: id.toLowerCase() } : null,
}));

/** RFC 9562: four bits of version, two of variant. */
function setVersion(bytes: Buffer, version: number): void {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
}
