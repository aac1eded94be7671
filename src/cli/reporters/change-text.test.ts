import { expect, test } from "vitest";
import type { ResourceChange } from "../../pipeline/events.ts";
import { changeLines } from "./change-text.ts";

const unknown = "(known after apply)";
const change: ResourceChange = {
  address: "aws_subnet.a",
  type: "aws_subnet",
  action: "update",
  forcedBy: [],
  attributes: [
    { path: "arn", before: '"arn:…"', after: unknown },
    { path: "tags", before: null, after: '{"Name":"a"}' },
  ],
};
const lines = (changes: Partial<ResourceChange>) => changeLines({ ...change, ...changes }, { colour: false });

test("an update shows what changes, before and after, without what the apply will tell", () => {
  expect(lines({})).toEqual(["~ update in place aws_subnet.a", '    tags: (none) → {"Name":"a"}']);
});

test("a replacement names what forces it, also inside of a block, and shows it", () => {
  const replaced = lines({ action: "replace", forcedBy: ["arn", "placement[0].zone"] });
  expect(replaced[0]).toBe("± replace aws_subnet.a, because arn and placement[0].zone cannot change in place");
  expect(replaced[1]).toBe(`    arn: "arn:…" → ${unknown}`);
});

test("an update of which only the apply will tell still says of what", () => {
  const [attribute] = change.attributes;
  expect(lines({ attributes: attribute ? [attribute] : [] })[1]).toBe(`    arn: "arn:…" → ${unknown}`);
});
