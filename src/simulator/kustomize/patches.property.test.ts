import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../world/json.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { strategicMerge } from "./strategic-merge.ts";

const name = fc.stringMatching(/^[a-z~/]{1,4}$/);
const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean());
const document: fc.Arbitrary<JsonObject> = fc.letrec<{ object: JsonObject; value: Json }>((tie) => ({
  object: fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof({ depthSize: "small" }, scalar, tie("object"), fc.array(scalar, { maxLength: 3 })),
})).object;
const token = (text: string): string => text.replaceAll("~", "~0").replaceAll("/", "~1");

test("a merge patch applied twice gives what it gave once", () => {
  fc.assert(
    fc.property(document, document, (base, patch) => {
      const once = strategicMerge(base, patch, true);
      expect(strategicMerge(once, patch, true)).toEqual(once);
    }),
  );
});

test("a document merged into itself does not change", () => {
  fc.assert(
    fc.property(document, (base) => {
      expect(strategicMerge(base, base, true)).toEqual(base);
    }),
  );
});

test("members of a keyed list that a patch does not name stay", () => {
  const members = fc.uniqueArray(fc.record({ name, value: scalar }), { selector: (one) => one.name, maxLength: 5 });
  fc.assert(
    fc.property(members, members, (present, patch) => {
      const merged = strategicMerge({ env: present }, { env: patch }, true).env as typeof present;
      expect(new Set(merged.map((one) => one.name))).toEqual(new Set([...present, ...patch].map((one) => one.name)));
      for (const one of patch) expect(merged).toContainEqual(one);
    }),
  );
});

test("what was added at a path is found there, and removing it gives the document back", () => {
  fc.assert(
    fc.property(document, name, scalar, (base, key, value) => {
      fc.pre(!(key in base));
      const added = applyJsonPatch(base, [{ op: "add", path: `/${token(key)}`, value }]);
      expect((added as JsonObject)[key]).toEqual(value);
      expect(applyJsonPatch(added, [{ op: "remove", path: `/${token(key)}` }])).toEqual(base);
    }),
  );
});

test("an insertion into a list shifts the rest", () => {
  fc.assert(
    fc.property(fc.array(scalar), fc.nat(), scalar, (list, place, value) => {
      const index = place % (list.length + 1);
      const changed = applyJsonPatch({ list }, [{ op: "add", path: `/list/${index}`, value }]) as { list: Json[] };
      expect(changed.list).toEqual([...list.slice(0, index), value, ...list.slice(index)]);
    }),
  );
});
