import type { CheckSettings, Configuration } from "../configuration/configuration.ts";
import type { Context } from "./context.ts";

/** The checked configuration of the folder. */
export async function declared(context: Context, settings: Omit<CheckSettings, "now"> = {}): Promise<Configuration> {
  const { loadConfiguration } = await import("../configuration/load.ts");
  return loadConfiguration(context.root, { now: context.now(), ...settings });
}
