import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Base64 checksums by algorithm, as S3 shows them; those that it computes but shows in no attribute are left out. */
const checksums: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  CRC32: (content) => bytesOf(BigInt(crc32(content)), 4),
  CRC32C: (content) => bytesOf(reflectedCrc(content, 0x82f63b78n, 32), 4),
  CRC64NVME: (content) => bytesOf(reflectedCrc(content, 0x9a6c9329ac4bc9b5n, 64), 8),
  SHA1: (content) => createHash("sha1").update(content).digest(),
  SHA256: (content) => createHash("sha256").update(content).digest(),
};

/** The checksum of an upload in base64; undefined for an algorithm that no attribute shows. */
export function checksumOf(content: Buffer, algorithm: string): string | undefined {
  return checksums[algorithm]?.(content).toString("base64");
}

/** A cyclic redundancy check with reflected polynomial, all ones at the start and inverted at the end. */
function reflectedCrc(content: Buffer, polynomial: bigint, bits: number): bigint {
  const ones = (1n << BigInt(bits)) - 1n;
  const steps = Array.from({ length: 256 }, (_, byte) => {
    let step = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) step = step & 1n ? (step >> 1n) ^ polynomial : step >> 1n;
    return step;
  });
  let crc = ones;
  for (const byte of content) crc = (crc >> 8n) ^ (steps[Number(crc & 0xffn) ^ byte] ?? 0n);
  return crc ^ ones;
}

function bytesOf(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex");
}
