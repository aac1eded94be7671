import { expect, test } from "vitest";
import { objectsAt } from "../../../kubernetes/fields.ts";
import { customResourceDefinitions } from "./definitions.ts";

const repository = {
  group: "source.toolkit.fluxcd.io",
  version: "v1",
  served: ["v1", "v1beta2"],
  kind: "GitRepository",
  plural: "gitrepositories",
  scope: "Namespaced",
} as const;

test("every served version is there, and one is stored", () => {
  const [definition] = customResourceDefinitions([repository]);
  expect(definition?.metadata.name).toBe("gitrepositories.source.toolkit.fluxcd.io");
  expect(objectsAt(definition, "spec.versions").map(({ name, served, storage }) => [name, served, storage])).toEqual([
    ["v1", true, true],
    ["v1beta2", true, false],
  ]);
});
