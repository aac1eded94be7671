import { ProviderError } from "../../../planning/diagnostics.ts";

/**
 * The single object that a data source means.
 *
 * @throws ProviderError when none or more than one matches
 */
export function onlyOne<Row>(label: string, found: readonly Row[]): Row {
  const [first, second] = found;
  if (first === undefined) throw new ProviderError(`no matching ${label} found`);
  if (second !== undefined) {
    const words = "use additional constraints to reduce matches to a single";
    throw new ProviderError(`multiple ${label}s matched; ${words} ${label}`);
  }
  return first;
}
