import { Token } from "cdktn";
import { expect, test } from "vitest";
import { configurationOf, soundDeclaration } from "../configuration/testing/declaration.ts";
import { render } from "./render.ts";

/** Tokens that the library keeps, in the place where it is expected to keep them. */
function kept(): number {
  const { __cdktfTokenMap: tokens } = globalThis as {
    __cdktfTokenMap?: { readonly stringTokenMap: Map<string, unknown> };
  };
  return tokens?.stringTokenMap.size ?? Number.NaN;
}

test("a rendered stack is let go: no token of it is kept", () => {
  Token.asString({ creationStack: [], resolve: () => "any", toString: () => "any" });
  expect(kept()).toBeGreaterThan(0);
  render(configurationOf(soundDeclaration()));
  expect(kept()).toBe(0);
});
