import type { Clusters } from "../simulator/kubernetes/clusters.ts";
import type { Attribute } from "../simulator/planning/schema.ts";
import type { Value, Values } from "../simulator/planning/values.ts";
import { attachProviders } from "../simulator/protocol/server.ts";
import { simulatedProviders } from "../simulator/providers.ts";
import { workerAddresses } from "../simulator/spacelift/facts/addresses.ts";
import type { JsonObject } from "../simulator/world/json.ts";
import type { Attach } from "./attachment.ts";
import { managedObjects } from "./recovery.ts";

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
      applied: ({ type, id }, state) => {
        if (id === null) return;
        if (state === null) managed.delete(`${type} ${id}`);
        else managed.put(`${type} ${id}`, { type, id, values: storable(attributesOf(type), state) });
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
      remove: (type, values) => {
        const provider = ownerOf(type)?.another();
        if (!provider) return `no provider knows ${type}`;
        // No engine has read the provider block yet: the object itself says where it is; global ones take any Region.
        const region = typeof values.region === "string" ? values.region : "us-east-1";
        const { diagnostics: refused } = provider.configure({ region });
        const { diagnostics } = provider.applyResource(type, values as Values, null, null);
        return [...refused, ...diagnostics].find(({ severity }) => severity === "error")?.summary ?? null;
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
