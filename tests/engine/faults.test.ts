import { describe, expect, test } from "vitest";
import { drawFaults, type Fault, faultKinds } from "../../src/simulator/world/faults.ts";
import { World } from "../../src/simulator/world/world.ts";
import { done, open, planned, said, succeed } from "./workspace.ts";

const roles = ["a", "b", "c"]
  .map(
    (name) => `
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}`,
  )
  .join("");

/** A world in which these calls fail. */
function faulty(...faults: readonly Fault[]): World {
  const world = World.inMemory();
  world.planFaults(faults);
  return world;
}

const createRole = { action: "iam:CreateRole", skip: 1, times: 1 };

describe("a call that fails", () => {
  test("because the service takes no more fails its object alone, and the next apply makes it", async () => {
    const workspace = await open(roles, { world: faulty({ ...faultKinds.throttling, ...createRole }) });
    const failed = await workspace.apply();
    expect(failed.ok).toBe(false);
    expect(said(failed)).toEqual([expect.stringContaining("ThrottlingException: Rate exceeded")]);
    expect(workspace.objects()).toHaveLength(2);
    expect(done(succeed(await workspace.apply()))).toHaveLength(1);
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("after it took effect leaves an object that the engine does not know, which an import brings in", async () => {
    const workspace = await open(roles, { world: faulty({ ...faultKinds.lostAnswer, ...createRole }) });
    expect((await workspace.apply()).ok).toBe(false);
    const known = new Set(workspace.objects().map(({ address }) => address));
    const lost = ["a", "b", "c"].find((name) => !known.has(`aws_iam_role.${name}`)) ?? "";
    expect(workspace.world.table("aws/123456789012/global/iam/role").has(lost)).toBe(true);

    const again = await workspace.apply();
    expect(said(again)).toEqual([expect.stringContaining("EntityAlreadyExists")]);
    succeed(await workspace.apply(`${roles}\nimport {\n  to = aws_iam_role.${lost}\n  id = "${lost}"\n}\n`));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("while it is destroyed keeps its object for the next attempt", async () => {
    const workspace = await open(roles);
    succeed(await workspace.apply());
    workspace.world.planFaults([{ ...faultKinds.throttling, ...createRole, action: "iam:DeleteRole" }]);
    expect((await workspace.run("destroy", "-auto-approve", "-json")).ok).toBe(false);
    expect(workspace.objects()).toHaveLength(1);
    succeed(await workspace.run("destroy", "-auto-approve", "-json"));
    expect(workspace.objects()).toEqual([]);
  });
});

test("faults that are drawn from a seed hit the same way each time", async () => {
  const chain = roles
    .replace(/(resource "aws_iam_role" "b" \{)/, "$1\n  depends_on = [aws_iam_role.a]")
    .replace(/(resource "aws_iam_role" "c" \{)/, "$1\n  depends_on = [aws_iam_role.b]");
  const outcome = async () => {
    const faults = drawFaults("seed", ["iam:CreateRole", "iam:GetRole"], 3);
    const workspace = await open(chain, { world: faulty(...faults) });
    const ended = await workspace.apply();
    return { said: said(ended), world: workspace.world.snapshot() };
  };
  const first = await outcome();
  expect(first.said).not.toEqual([]);
  expect(await outcome()).toEqual(first);
});
