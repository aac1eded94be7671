import type { Values } from "../simulator/planning/values.ts";
import { attachProviders } from "../simulator/protocol/server.ts";
import { simulatedProviders } from "../simulator/providers.ts";
import type { JsonObject } from "../simulator/world/json.ts";
import type { World } from "../simulator/world/world.ts";
import type { Attach } from "./attachment.ts";
import { managedObjects } from "./recovery.ts";

/** Attaches the simulated providers on a world; every object they make is noted until they remove it, for recovery after a kill. */
export function rehearsalAttach(world: World): Attach {
  return async (actor, folder, environment) => {
    const managed = managedObjects(world, actor.stack);
    const providers = simulatedProviders({
      world,
      actor,
      folder,
      environment,
      applied: ({ type, id }, state) => {
        if (id === null) return;
        if (state === null) managed.delete(`${type} ${id}`);
        else managed.put(`${type} ${id}`, { type, id, values: storable(state) });
        world.commit(actor);
      },
    });
    const attached = await attachProviders(providers);
    return {
      reattach: attached.reattach,
      operations: () => providers.flatMap(({ provider }) => provider.operations),
      remove: (type, values) => {
        const owner = providers.find(({ provider }) => type in provider.schema.resource_schemas);
        if (!owner) return `no provider knows ${type}`;
        const { diagnostics } = owner.provider.applyResource(type, values as Values, null, null);
        return diagnostics.find(({ severity }) => severity === "error")?.summary ?? null;
      },
      close: () => attached.close(),
    };
  };
}

/** What is needed to remove an object again: the identifiers among its attributes, which hold no secret. */
function storable(state: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, value]) =>
      isIdentifier(name) && typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

function isIdentifier(name: string): boolean {
  return (
    /(^|_)(id|arn|name|role|user|key|region|bucket|path|url|version)$/.test(name) && !/secret|password|token/.test(name)
  );
}
