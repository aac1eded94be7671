import { describe, expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

describe("a module is called", () => {
  test.each([
    [{ repository: "terraform-aws-vpc" }, "terraform-aws-vpc", "vpc", "aws"],
    [{ repository: "terraform-aws-big-vpc" }, "terraform-aws-big-vpc", "big-vpc", "aws"],
    [{ repository: "modules", name: "vpc" }, "terraform-default-vpc", "vpc", "default"],
    [{ repository: "modules", name: "vpc", terraform_provider: "aws" }, "terraform-aws-vpc", "vpc", "aws"],
    [{ repository: "terraform-aws-vpc", name: "net" }, "terraform-aws-net", "net", "aws"],
  ])("by %j", (config, id, name, provider) => {
    const state = testSpacelift().create("spacelift_module", { branch: "main", ...config });
    expect([state.id, state.name, state.terraform_provider]).toEqual([id, name, provider]);
  });
});

test("a module that cannot be shared is made all the same, and is in the state beside the error", () => {
  const spacelift = testSpacelift();
  const limited = spacelift.withRole("space-admin", "legacy");
  const config = { repository: "terraform-aws-vpc", branch: "main", space_shares: ["root"] };
  const { planned } = limited.plan("spacelift_module", null, config);
  const { state, diagnostics } = limited.provider.applyResource("spacelift_module", null, planned, null);
  expect(diagnostics.map(({ summary }) => summary)).toEqual([
    "creating module: could not share module: you do not have permissions to share a module with following spaces: root",
  ]);
  expect(state?.id).toBe("terraform-aws-vpc");
  expect(spacelift.data("spacelift_module", { module_id: "terraform-aws-vpc" }).space_shares).toEqual([]);
});

test("the administrative flag of a module is kept, unlike that of a stack", () => {
  const config = { repository: "terraform-aws-vpc", branch: "main", administrative: true };
  expect(testSpacelift().create("spacelift_module", config).administrative).toBe(true);
});

test("a version without a number is 0.1.0, once", () => {
  const spacelift = testSpacelift();
  spacelift.create("spacelift_module", { repository: "terraform-aws-vpc", branch: "main" });
  const version = () => spacelift.create("spacelift_version", { module_id: "terraform-aws-vpc" });
  version();
  expect(version).toThrow(
    `could not trigger version for module terraform-aws-vpc: couldn't create version: could not create version: version "0.1.0" already exists`,
  );
});
