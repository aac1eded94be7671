/** ASN.1 in the distinguished encoding (X.690): just what keys, requests and certificates need. */

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** An element with any tag. */
export function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = bytesOf(BigInt(length));
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

/** Big-endian, without leading zeros. */
export function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

export function sequence(...items: readonly Buffer[]): Buffer {
  return element(tags.sequence, ...items);
}

/** A set, in the order that DER asks for. */
export function set(...items: readonly Buffer[]): Buffer {
  return element(tags.set, ...[...items].sort(Buffer.compare));
}

/** A number that is not negative. */
export function integer(value: bigint): Buffer {
  const bytes = bytesOf(value);
  return element(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

export function boolean(value: boolean): Buffer {
  return element(tags.boolean, Buffer.from([value ? 0xff : 0]));
}

export function nothing(): Buffer {
  return element(tags.null);
}

export function octetString(content: Buffer): Buffer {
  return element(tags.octetString, content);
}

export function bitString(content: Buffer, unusedBits = 0): Buffer {
  return element(tags.bitString, Buffer.from([unusedBits]), content);
}

/** Bits by number, the first one leftmost, without trailing zeros. */
export function namedBits(numbers: readonly number[]): Buffer {
  const highest = Math.max(...numbers);
  const bytes = Buffer.alloc((highest >> 3) + 1);
  for (const bit of numbers) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(bytes, 7 - (highest & 7));
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** A directory text: printable if it can be, else UTF-8. */
export function text(value: string): Buffer {
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value) ? tags.printableString : tags.utf8String;
  return element(tag, Buffer.from(value));
}

export function ia5String(value: string): Buffer {
  return element(tags.ia5String, Buffer.from(value, "latin1"));
}

/** A time to the second: two digits of the year until 2049, as RFC 5280 demands. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
  const isShort = date.getUTCFullYear() < 2050;
  return isShort
    ? element(tags.utcTime, Buffer.from(digits.slice(2)))
    : element(tags.generalizedTime, Buffer.from(digits));
}

/** `[number]` around whole elements. */
export function explicit(number: number, ...items: readonly Buffer[]): Buffer {
  return element(0xa0 | number, ...items);
}

/** `[number]` in place of a primitive tag. */
export function implicit(number: number, content: Buffer): Buffer {
  return element(0x80 | number, content);
}

/** One element that was read. */
export interface Node {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

/** The elements that a constructed element consists of; throws a RangeError when it is cut short. */
export function children(content: Buffer): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at < content.length; ) {
    const tag = content.readUInt8(at);
    const short = content.readUInt8(at + 1);
    const sizeBytes = short < 0x80 ? 0 : short & 0x7f;
    const length = sizeBytes === 0 ? short : content.readUIntBE(at + 2, sizeBytes);
    const start = at + 2 + sizeBytes;
    if (start + length > content.length) throw new RangeError("The DER is cut short.");
    nodes.push({ tag, content: content.subarray(start, start + length), whole: content.subarray(at, start + length) });
    at = start + length;
  }
  return nodes;
}

/** Follows indexes through constructed elements. */
export function descend(root: Buffer, ...path: readonly number[]): Node {
  let nodes = children(root);
  let node: Node | undefined;
  for (const index of path) {
    node = nodes[index];
    if (!node) throw new RangeError("The DER lacks an element.");
    nodes = (node.tag & 0x20) !== 0 ? children(node.content) : [];
  }
  if (!node) throw new RangeError("The DER is empty.");
  return node;
}

/** The dotted form of an object identifier's content. */
export function dottedOid(content: Buffer): string {
  const [first = 0, ...rest] = content;
  const numbers = [Math.min(Math.floor(first / 40), 2)];
  numbers.push(first - (numbers[0] ?? 0) * 40);
  let value = 0;
  for (const byte of rest) {
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers.join(".");
}
