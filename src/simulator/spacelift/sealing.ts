import { createHash } from "node:crypto";

export { seal, unseal } from "../world/seal.ts";

/** Hex SHA-256, as Spacelift shows it for values that cannot be read back. */
export function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
