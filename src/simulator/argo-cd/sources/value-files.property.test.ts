import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApplicationSource } from "../application.ts";
import { valueFileIn } from "./value-files.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join("/")}.yaml`);

function source(ref: string): ApplicationSource {
  const blocks = { helm: undefined, kustomize: undefined, directory: undefined, plugin: undefined };
  return { repoURL: `https://example.com/${ref}`, path: "", chart: "", targetRevision: "main", ref, ...blocks };
}

test("a path behind a reference leads to the source of that name, from the root of its repository", () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), fc.nat(), path, (refs, place, file) => {
      const sources = refs.map(source);
      const chosen = sources[place % sources.length];
      expect(valueFileIn(sources, `$${chosen?.ref}/${file}`)).toEqual({ source: chosen, path: file });
    }),
  );
});

test("a name that no source has is refused", () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), path, ([wanted = "", ...others], file) => {
      expect(() => valueFileIn(others.map(source), `$${wanted}/${file}`)).toThrow(`source referenced "$${wanted}"`);
    }),
  );
});

test("a dollar sign counts only at the beginning", () => {
  fc.assert(
    fc.property(word, path, (ref, file) => {
      expect(valueFileIn([source(ref)], `./$${ref}/${file}`)).toBeUndefined();
    }),
  );
});
