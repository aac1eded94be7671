import type { Values } from "../../planning/values.ts";
import { refuseUnless, rule } from "../../rule.ts";
import { blocks, text, texts } from "../input.ts";
import { type Tags, tagsOf } from "../tags.ts";

export const filterRules = {
  filterUnknown: rule({
    id: "ec2/filter-unknown",
    operation: "Describe*",
    code: "InvalidParameterValue",
    message: (name: string) => `The filter '${name}' is invalid`,
    source: "EC2 API error codes",
  }),
} as const;

/** What each filter of a Describe operation looks at; tags come on top. */
export type FilterFields<Row> = Readonly<Record<string, (row: Row) => string | readonly string[] | null>>;

/**
 * Says which rows a data source means by its `filter` blocks and `tags`. All filters must hold, each with one of its values, in
 * which `*` and `?` stand for any characters.
 *
 * @throws ServiceError for a filter that the operation does not know
 */
export function filterOf<Row extends { readonly tags: Tags }>(
  config: Values,
  fields: FilterFields<Row>,
): (row: Row) => boolean {
  const filters = blocks(config, "filter").map((filter) => {
    const name = text(filter, "name");
    const field = fieldOf(name, fields);
    const patterns = texts(filter.values).map(patternOf);
    return (row: Row) => {
      const found = field(row);
      const values = typeof found === "string" ? [found] : (found ?? []);
      return values.some((value) => patterns.some((pattern) => pattern.test(value)));
    };
  });
  const tags = Object.entries(tagsOf(config.tags));
  return (row) => tags.every(([key, value]) => row.tags[key] === value) && filters.every((holds) => holds(row));
}

function fieldOf<Row extends { readonly tags: Tags }>(
  name: string,
  fields: FilterFields<Row>,
): FilterFields<Row>[string] {
  if (name.startsWith("tag:")) return ({ tags }) => tags[name.slice(4)] ?? null;
  if (name === "tag-key") return ({ tags }) => Object.keys(tags);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  refuseUnless(field, filterRules.filterUnknown, name);
  return field;
}

function patternOf(value: string): RegExp {
  const literal = value.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
