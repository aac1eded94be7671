import { expect, test } from "vitest";
import { checksumOf } from "./checksum.ts";

/** The check values of the catalogues of these algorithms, for the digits 1 to 9. */
test.each([
  ["CRC32", "cbf43926"],
  ["CRC32C", "e3069283"],
  ["CRC64NVME", "ae8b14860a799888"],
  ["SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
  ["SHA256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
])("%s of the nine digits is that of its definition", (algorithm, hex) => {
  expect(checksumOf(Buffer.from("123456789"), algorithm)).toBe(Buffer.from(hex, "hex").toString("base64"));
});

test("an algorithm that no attribute shows has no checksum here", () => {
  expect(checksumOf(Buffer.from("123456789"), "SHA512")).toBeUndefined();
});
