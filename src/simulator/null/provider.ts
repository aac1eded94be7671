import { inStateOnly, instant } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { DataSource, ResourceType } from "../planning/resource-type.ts";
import type { Service } from "../planning/service.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";

/** Draws a number for what is made; another one each time. */
type Draw = (kind: string, values: unknown) => string;

const nullResource: ResourceType<Draw> = {
  ...inStateOnly,
  type: "null_resource",
  label: "Null Resource",
  create: ({ client, input }) => ({ id: client("null_resource", input.triggers ?? null) }),
};

const nullDataSource: DataSource<Draw> = {
  type: "null_data_source",
  read: ({ client }, config) => ({
    id: "static",
    has_computed_default: text(config, "has_computed_default") || "default",
    outputs: config.inputs ?? null,
    random: client("null_data_source", config.inputs ?? null),
  }),
};

/** The provider `hashicorp/null`. */
export function nullProvider(world: World, actor: Actor): Service<Draw> {
  return {
    provider: "null",
    sources: ["hashicorp/null"],
    resources: [nullResource],
    dataSources: [nullDataSource],
    ephemeralResources: [],
    functions: [],
    durations: instant([nullResource]),
    configure: () => (kind, values) => drawInteger(world, actor, kind, values),
  };
}

/** A positive integer of 63 bits, as Go's generator gives; another one each time, even when the process is killed in between. */
function drawInteger(world: World, actor: Actor, kind: string, values: unknown): string {
  const digits = world.ids.hex(16, kind, { stack: actor.stack, values });
  world.commit(actor);
  return (BigInt(`0x${digits}`) >> 1n).toString();
}
