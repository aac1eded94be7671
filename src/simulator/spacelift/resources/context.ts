import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { hooksOf, hookValues, text, textOrNull, texts } from "../input.ts";
import { checkAttachableMove } from "../moves.ts";
import { defaultSpace } from "../project.ts";
import type { SpaceliftContext } from "../records/context.ts";
import { removeConfiguration, removeWhere } from "../removal.ts";
import { accessRules } from "../rules/access.ts";
import { configurationRules as rules } from "../rules/configuration.ts";
import { slugOf } from "../slug.ts";
import { spacesOf } from "../usage.ts";

export const context: ResourceType<Spacelift> = {
  type: "spacelift_context",
  label: "context",
  create({ client, input }) {
    const contexts = client.table("context");
    const id = slugOf(text(input.name));
    const made = contextOf(client, id, input);
    return client.call({ operation: "contextCreateV2", space: made.spaceId, resources: [id] }, () => {
      refuseUnless(spacesOf(client).get(made.spaceId), accessRules.unknownSpace, made.spaceId);
      refuseIf(contexts.has(id), rules.contextSlugTaken);
      contexts.put(id, made);
      return { id, space_id: made.spaceId };
    });
  },
  read({ client, state }) {
    const found = client.table("context").get(text(state.id));
    return found ? contextValues(found) : null;
  },
  update({ client, state, input }) {
    const contexts = client.table("context");
    const id = text(state.id);
    const changed = contextOf(client, id, input);
    return client.call({ operation: "contextUpdateV2", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(contexts.has(id), rules.contextNotFound, id);
      checkAttachableMove(client, { kind: "context", id, spaceId: changed.spaceId });
      contexts.put(id, changed);
      return { space_id: changed.spaceId };
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "contextDelete", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(client.table("context").delete(id), rules.contextNotFound, id);
      removeConfiguration(client, "context", id);
      removeWhere(client, "context-attachment", ({ contextId }) => contextId === id);
    });
  },
};

/** A context as attributes, hooks included. */
export function contextValues(found: SpaceliftContext): Values {
  return {
    id: found.id,
    name: found.name,
    description: found.description,
    space_id: found.spaceId,
    labels: found.labels,
    ...hookValues(found.hooks),
  };
}

function contextOf(client: Spacelift, id: string, input: Values): SpaceliftContext {
  return {
    id,
    name: text(input.name),
    description: textOrNull(input.description),
    spaceId: text(input.space_id) || defaultSpace(client),
    labels: texts(input.labels),
    hooks: hooksOf(input),
  };
}
