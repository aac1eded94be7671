import { expect, test } from "vitest";
import { isConstraint, newestOffered, notOffered, offeredVersions } from "./tool-versions.ts";

test("OpenTofu begins at 1.6.0 and free Terraform ends at 1.5.7", () => {
  expect(offeredVersions("OPEN_TOFU").at(-1)).toBe("1.6.0");
  expect(offeredVersions("TERRAFORM_FOSS")[0]).toBe("1.5.7");
});

test.each([
  ["~> 1.4.0", "1.4.7"],
  [">= 1.0.0 < 1.3.0", "1.2.9"],
  [">=1.0.0 && <1.3.0", "1.2.9"],
  ["1.1.2", "1.1.2"],
])("the newest version that %s allows is chosen", (constraint, version) => {
  expect(newestOffered("TERRAFORM_FOSS", constraint)).toBe(version);
});

test("without a constraint the newest version is chosen", () => {
  expect(newestOffered("TERRAFORM_FOSS", null)).toBe("1.5.7");
});

test("a version that is not offered is none, and the error names what is", () => {
  expect(newestOffered("TERRAFORM_FOSS", "1.6.2")).toBeNull();
  expect(notOffered("TERRAFORM_FOSS", "1.6.2")).toBe(
    'no supported Terraform version (0.12.0 - 1.5.7) satisfies constraints "1.6.2"',
  );
});

test.each(["", "newest", ">= one"])("%j is no constraint", (text) => {
  expect(isConstraint(text)).toBe(false);
});
