import { describe, expect, test } from "vitest";
import { configurationOf, type Declaration, soundDeclaration } from "../configuration/testing/declaration.ts";
import { environmentStacks } from "./environment-stacks.ts";
import { Synthesised } from "./testing/root-module.ts";

const [infrastructure, deployments] = environmentStacks;

function both(change: (declaration: Declaration) => void = () => {}): {
  from: Synthesised;
  to: Synthesised;
  inputs: string[];
} {
  const declaration = soundDeclaration();
  change(declaration);
  const [development] = configurationOf(declaration).environments;
  if (!development || !infrastructure || !deployments)
    throw new RangeError("the sound declaration lacks an environment");
  return {
    from: new Synthesised(infrastructure.build(development)),
    to: new Synthesised(deployments.build(development)),
    inputs: deployments.dependencies
      .flatMap(({ references }) => references(development))
      .map(({ variable }) => variable),
  };
}

describe("what the infrastructure hands over", () => {
  test.each([
    ["with mail", () => {}],
    ["without mail", ({ development }: Declaration) => Object.assign(development, { mail: {} })],
  ])("is exactly what the deployments take, %s", (_how, change) => {
    const { from, to, inputs } = both(change);
    const variables = Object.keys(to.blocks("variable"));
    expect(inputs.filter((name) => name.startsWith("TF_VAR_")).map((name) => name.slice("TF_VAR_".length))).toEqual(
      variables,
    );
    expect(Object.keys(from.blocks("output"))).toEqual(expect.arrayContaining(variables));
  });

  // Defect 107: inputs that nothing read.
  test("is all used", () => {
    const { to } = both();
    const text = JSON.stringify({ ...to.module, variable: undefined });
    for (const name of Object.keys(to.blocks("variable"))) expect(text).toContain(`var.${name}`);
  });

  test("has a type and no default: a run without it fails instead of guessing", () => {
    for (const variable of Object.values(both().to.blocks("variable"))) {
      expect(variable.default).toBeUndefined();
      expect(variable.nullable).toBe(false);
      expect(variable.type).toMatch(/^(string|list\(string\))$/);
    }
  });
});

test("the deployments stop at a cluster that is not active or not in the network that was handed over", () => {
  const cluster = both().to.blocks("data").aws_eks_cluster?.cluster;
  expect(JSON.stringify(cluster)).toContain("The cluster k8-development is not active.");
  expect(JSON.stringify(cluster)).toContain("is not in the VPC that was handed over");
});
