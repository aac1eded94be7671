import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text, textOrNull, texts } from "../input.ts";
import { spaceLine } from "../reach.ts";
import type { Space } from "../records/space.ts";
import { spaceRules } from "../rules/space.ts";
import { slugOf } from "../slug.ts";
import { brokenUse, usesOf } from "../usage.ts";

const builtIn: readonly string[] = ["root", "legacy"];

/** Kinds of records that keep a space from being deleted, with the word for one. */
const contents = [
  ["stack", "stack"],
  ["module", "module"],
  ["context", "context"],
  ["policy", "policy"],
  ["aws-integration", "AWS integration"],
  ["worker-pool", "worker pool"],
  ["vcs-integration", "VCS integration"],
  ["named-webhook", "webhook"],
] as const;

/** Only administrators of `root` manage spaces. */
export const space: ResourceType<Spacelift> = {
  type: "spacelift_space",
  label: "space",
  create({ client, input }) {
    const spaces = client.table("space");
    const parent = text(input.parent_space_id);
    const name = text(input.name);
    return client.call(
      {
        operation: "spaceCreate",
        attempt: `create space ${name}`,
        space: "root",
        parameters: { name, parent },
      },
      () => {
        refuseUnless(spaces.has(parent), spaceRules.parentNotFound, parent);
        const id = `${slugOf(name)}-${client.ulid("space", [name, parent])}`;
        spaces.put(id, spaceOf(id, input));
        return { id };
      },
    );
  },
  read({ client, state }) {
    const found = client.table("space").get(text(state.id));
    refuseUnless(found, spaceRules.notFound);
    return spaceValues(found);
  },
  update({ client, state, input }) {
    const spaces = client.table("space");
    const id = text(state.id);
    client.call({ operation: "spaceUpdate", space: "root", resources: [id] }, () => {
      const moved = spaceOf(id, input);
      refuseIf(builtIn.includes(id), spaceRules.builtIn, id);
      refuseUnless(spaces.has(id), spaceRules.notFound);
      const parent = text(input.parent_space_id);
      refuseUnless(spaces.has(parent), spaceRules.parentNotFound, parent);
      refuseIf(
        spaceLine(spaces, parent).some((above) => above.id === id),
        spaceRules.cycle,
        id,
        parent,
      );
      const after = { get: (asked: string) => (asked === id ? moved : spaces.get(asked)) };
      const broken = brokenUse(after, usesOf(client));
      refuseIf(
        broken,
        spaceRules.moveOutOfReach,
        broken?.project.id ?? "",
        `${broken?.attachable.kind} ${broken?.attachable.id}`,
      );
      spaces.put(id, moved);
    });
    return {};
  },
  delete({ client, state }) {
    const spaces = client.table("space");
    const id = text(state.id);
    client.call({ operation: "spaceDelete", space: "root", resources: [id] }, () => {
      refuseIf(builtIn.includes(id), spaceRules.builtIn, id);
      const children = spaces.filter(({ parentSpaceId }) => parentSpaceId === id).map(({ id: child }) => child);
      refuseIf(children.length > 0, spaceRules.hasChildren, id, children.join(", "));
      const content = contentOf(client, id);
      refuseIf(content.length > 0, spaceRules.notEmpty, id, content.join(", "));
      spaces.delete(id);
    });
  },
};

/** A space as attributes. */
export function spaceValues(found: Space): Values {
  return {
    id: found.id,
    name: found.name,
    description: found.description,
    parent_space_id: found.parentSpaceId,
    inherit_entities: found.inheritEntities,
    labels: found.labels,
  };
}

function spaceOf(id: string, input: Values): Space {
  return {
    id,
    name: text(input.name),
    description: textOrNull(input.description),
    parentSpaceId: text(input.parent_space_id),
    inheritEntities: flag(input.inherit_entities),
    labels: texts(input.labels),
  };
}

function contentOf(client: Spacelift, spaceId: string): string[] {
  return contents.flatMap(([table, word]) =>
    client
      .table(table)
      .rows()
      .filter((row) => row.spaceId === spaceId)
      .map(({ id }) => `${word} ${id}`),
  );
}
