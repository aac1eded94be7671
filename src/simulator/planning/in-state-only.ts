import type { ResourceType } from "./resource-type.ts";
import type { Durations } from "./service.ts";

/** The operations of a type that exists in the state only, such as a random number: created once, kept until destroyed. */
export const inStateOnly: Pick<ResourceType<unknown>, "read" | "update" | "delete"> = {
  read: ({ state }) => state,
  update: () => ({}),
  delete() {},
};

/** The durations of types whose operations take no time. */
export function instant(resources: readonly Pick<ResourceType<never>, "type">[]): Readonly<Record<string, Durations>> {
  return Object.fromEntries(resources.map(({ type }) => [type, { create: 0, update: 0, delete: 0 }]));
}
