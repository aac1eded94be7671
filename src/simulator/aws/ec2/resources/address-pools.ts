import { ProviderError } from "../../../planning/diagnostics.ts";
import type { Values } from "../../../planning/values.ts";
import { textOrNull } from "../../input.ts";

/** Refuses addresses from pools of one's own (IPAM, customer-owned), which the simulated world has none of. */
export function refusePools(input: Values, names: readonly string[]): void {
  const name = names.find((candidate) => textOrNull(input, candidate));
  if (name) throw new ProviderError("Address pools of one's own are not simulated", `Leave ${name} out.`, [name]);
}
