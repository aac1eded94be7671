import type { Values } from "../planning/values.ts";
import type { Spacelift } from "./client.ts";
import { text } from "./input.ts";
import { checksum } from "./sealing.ts";

/** The sealed secret of a planned webhook; null for none. */
export function secretOf(client: Spacelift, input: Values): string | null {
  const secret = text(input.secret_wo) || text(input.secret);
  return secret === "" ? null : client.seal(secret);
}

/** What a state shows of a secret: its checksum, or nothing when it was given write-only. */
export function visibleSecret(client: Spacelift, sealed: string | null, beside: Values): Values {
  if (sealed === null || text(beside.secret_wo_version) !== "") return {};
  return { secret: checksum(client.unseal(sealed)) };
}
