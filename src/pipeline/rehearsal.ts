import type { Clusters } from "../simulator/kubernetes/clusters.ts";
import type { Attribute } from "../simulator/planning/schema.ts";
import type { Value, Values } from "../simulator/planning/values.ts";
import { attachProviders } from "../simulator/protocol/server.ts";
import { simulatedProviders } from "../simulator/providers.ts";
import { workerAddresses } from "../simulator/spacelift/facts/addresses.ts";
import type { JsonObject } from "../simulator/world/json.ts";
import type { Attach } from "./stack-run/attachment.ts";
import { forgetManaged, managedObjects } from "./stack-run/recovery.ts";

/** Attaches the simulated providers on a world; every object they make is noted until they remove it, for recovery after a kill. */
export function rehearsalAttach(clusters: Clusters): Attach {
  const { world } = clusters;
  return async (actor, folder, environment) => {
    const managed = managedObjects(world, actor.stack);
    const providers = simulatedProviders({
      world,
      actor,
      folder,
      environment,
      clusters,
      sourceAddress: workerAddresses[0],
      applied: ({ type, id }, state, place) => {
        if (id === null) return;
        if (state === null) managed.delete(`${type} ${id}`);
        else managed.put(`${type} ${id}`, { type, id, values: storable(attributesOf(type), state), place });
        world.commit(actor);
      },
    });
    const ownerOf = (type: string) =>
      providers.find(({ provider }) => type in provider.schema.resource_schemas)?.provider;
    const attributesOf = (type: string) => ownerOf(type)?.schema.resource_schemas[type]?.block.attributes ?? {};
    const attached = await attachProviders(providers);
    return {
      reattach: attached.reattach,
      operations: () => providers.flatMap(({ provider }) => provider.operations),
      remove: ({ type, id, values, place }) => {
        const provider = ownerOf(type);
        if (!provider) return `no provider knows ${type}`;
        const { diagnostics } = provider.removeLost(type, values as Values, place);
        const refused = diagnostics.find(({ severity }) => severity === "error");
        if (refused) return [refused.summary, refused.detail].filter(Boolean).join(": ");
        forgetManaged(world, actor, [{ type, id }]);
        return null;
      },
      close: () => attached.close(),
    };
  };
}

/** What removing an object again may need: its plain attributes, without those that the schema calls sensitive. */
function storable(attributes: Readonly<Record<string, Attribute>>, state: Values): JsonObject {
  const isPlain = (value: Value): value is string | number | boolean =>
    ["string", "number", "boolean"].includes(typeof value);
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, value]) =>
      isPlain(value) && attributes[name]?.sensitive !== true ? [[name, value]] : [],
    ),
  );
}
