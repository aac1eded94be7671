import { expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";

testChecks({
  ES0141: {
    broken: ({ staging }) => Object.assign(staging.spacelift.stacks, { deployments: "Apps: Development!" }),
    right: ({ staging }) => Object.assign(staging.spacelift.stacks, { deployments: "Apps Development 2" }),
    file: "environments/staging.ts",
    at: "spacelift.stacks.deployments",
    says: "has the same id (apps-development) as Apps development of development",
    hint: "differ in letters or digits",
  },
});

test("no stack takes the name of the root stack", () => {
  const declaration = soundDeclaration();
  declaration.production.spacelift.stacks.auth0 = "root";
  expect(problemsOf(declaration)).toMatchObject([
    {
      code: "ES0141",
      file: "environments/production.ts",
      problem: "The stack root has the same id (root) as Root of the organisation.",
    },
  ]);
});

test("no inner space takes the name of an environment, by whose space the environment is found again", () => {
  const declaration = soundDeclaration();
  declaration.development.spacelift.space = "Production";
  expect(problemsOf(declaration)).toMatchObject([{ code: "ES0141", at: ["spacelift", "space"] }]);
});

test.each(["example-dev-integration", "Example Dev Integration Plan"])(
  "two accounts do not share the name of an integration, for applies or for plans: %s",
  (name) => {
    const declaration = soundDeclaration();
    const { production } = declaration.organization.accounts;
    if (production) production.integration.name = name;
    expect(problemsOf(declaration)[0]).toMatchObject({
      code: "ES0141",
      file: "environments/organization.ts",
      at: ["accounts", "production", "integration", "name"],
    });
  },
);
