import type { DataSource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import type { Space } from "../records/space.ts";
import { spaceValues } from "../resources/space.ts";
import { lookupRules as rules } from "../rules/lookup.ts";
import { currentProject } from "./current.ts";
import { hasLabels, recordOf, withIdAs } from "./lookup.ts";

export const spaceData: DataSource<Spacelift> = {
  type: "spacelift_space",
  read: ({ client }, { space_id }) => spaceValues(recordOf(client, "space", space_id, "space")),
};

export const spacesData: DataSource<Spacelift> = {
  type: "spacelift_spaces",
  read({ client }, { labels }) {
    const spaces = client.table("space").filter((space) => hasLabels(space, labels));
    return {
      id: "spacelift-spaces",
      spaces: spaces.map((space): Values => withIdAs("space_id", spaceValues(space))),
    };
  },
};

/** The space of the stack whose run asks. */
export const currentSpaceData: DataSource<Spacelift> = {
  type: "spacelift_current_space",
  read: ({ client }) => spaceValues(currentSpace(client)),
};

/** A space by names from `root` down, or from the asking stack's own space. */
export const spaceByPathData: DataSource<Spacelift> = {
  type: "spacelift_space_by_path",
  read({ client }, { space_path }) {
    const path = text(space_path);
    refuseIf(path.startsWith("/"), rules.absolutePath, path);
    const names = path.split("/");
    const isAbsolute = names[0] === "root";
    const start = isAbsolute ? recordOf(client, "space", "root", "root space") : currentSpace(client);
    return spaceValues(descend(client, start, isAbsolute ? names.slice(1) : names));
  },
};

function currentSpace(client: Spacelift): Space {
  return recordOf(client, "space", currentProject(client).spaceId, "space");
}

function descend(client: Spacelift, start: Space, names: readonly string[]): Space {
  const walked = [start.name];
  let space = start;
  for (const name of names) {
    walked.push(name);
    const [child, twin] = client
      .table("space")
      .filter((other) => other.parentSpaceId === space.id && other.name === name);
    refuseIf(twin, rules.ambiguousPath, walked.join("/"));
    refuseUnless(child, rules.unknownPath, walked.join("/"));
    space = child;
  }
  return space;
}
