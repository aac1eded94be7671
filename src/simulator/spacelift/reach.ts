import type { Space } from "./records/space.ts";

/** Anything that finds a space by id: a table or a map. */
export interface SpaceLookup {
  get(id: string): Space | undefined;
}

/** A space and all above it, nearest first; empty for an unknown id. Roles flow down this line. */
export function spaceLine(spaces: SpaceLookup, spaceId: string): readonly Space[] {
  const line: Space[] = [];
  for (let next: string | null = spaceId; next !== null; ) {
    const space = spaces.get(next);
    if (!space || line.includes(space)) break;
    line.push(space);
    next = space.parentSpaceId;
  }
  return line;
}

/** Ids of the spaces whose attachables a project in `spaceId` may use: its own, and upward as long as every link inherits. */
export function reachableSpaces(spaces: SpaceLookup, spaceId: string): readonly string[] {
  const reachable: string[] = [];
  for (const space of spaceLine(spaces, spaceId)) {
    reachable.push(space.id);
    if (!space.inheritEntities) break;
  }
  return reachable;
}

/** Whether a project in `projectSpace` may use an attachable of `attachableSpace`. */
export function isReachable(spaces: SpaceLookup, projectSpace: string, attachableSpace: string): boolean {
  return reachableSpaces(spaces, projectSpace).includes(attachableSpace);
}
