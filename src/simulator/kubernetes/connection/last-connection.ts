import type { Values } from "../../planning/values.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { type ConfiguredConnection, connectionOf } from "./settings.ts";

/** In which world, and in whose name, a provider works. */
interface Place {
  readonly world: World;
  readonly actor: Actor;
}

/**
 * What a provider block says of its cluster. When a killed run is recovered no engine has read the block yet, and every provider is
 * configured with a Region alone: then the last connection of the stack counts, which is kept without tokens.
 *
 * @param values the attributes that describe the connection, within `config` or as a whole
 */
export function configuredConnection(
  { world, actor }: Place,
  provider: string,
  config: Values,
  values: Values = config,
): ConfiguredConnection {
  const table = world.table<ConfiguredConnection>(`engine/${actor.stack}/connection`);
  const configured = connectionOf(values);
  if (config.region !== undefined) return table.get(provider) ?? configured;
  const { exec } = configured;
  const kept = { ...configured, token: "", exec: exec && { ...exec, env: {} } };
  const isSaid = configured.host !== "" || configured.configPaths.length > 0;
  if (isSaid && JSON.stringify(table.get(provider)) !== JSON.stringify(kept)) table.put(provider, kept);
  return configured;
}
