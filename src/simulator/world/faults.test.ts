import { describe, expect, test } from "vitest";
import { drawFaults, type Fault, faultKinds, takeFault } from "./faults.ts";
import { World } from "./world.ts";

const fault: Fault = { ...faultKinds.throttling, action: "ec2:CreateVpc", skip: 0, times: 1 };

/** The calls of an action that a plan hits, by number. */
function hits(plan: readonly Fault[], action: string, calls: number): number[] {
  const world = World.inMemory();
  world.planFaults(plan);
  return Array.from({ length: calls }, (_, index) => index).filter(() => world.takeFault(action) !== undefined);
}

describe("a planned fault", () => {
  test("hits the next call of its action, once", () => {
    expect(hits([fault], "ec2:CreateVpc", 3)).toEqual([0]);
  });

  test("hits no other action", () => {
    expect(hits([fault], "ec2:DeleteVpc", 3)).toEqual([]);
  });

  test("lets as many calls pass as it says, and hits as many", () => {
    expect(hits([{ ...fault, skip: 2, times: 3 }], "ec2:CreateVpc", 8)).toEqual([2, 3, 4]);
  });

  test("comes after those that were planned before it", () => {
    expect(hits([{ ...fault, skip: 1 }, fault], "ec2:CreateVpc", 4)).toEqual([1, 2]);
  });

  test("changes no plan that others hold", () => {
    const plan = [fault];
    expect(takeFault(plan, "ec2:CreateVpc").rest).toEqual([]);
    expect(plan).toEqual([fault]);
  });
});

describe("faults that are drawn", () => {
  const actions = ["ec2:CreateVpc", "iam:CreateRole", "s3:CreateBucket"];

  test("are the same for the same seed, and others for another", () => {
    expect(drawFaults("a", actions, 5)).toEqual(drawFaults("a", actions, 5));
    expect(drawFaults("a", actions, 5)).not.toEqual(drawFaults("b", actions, 5));
  });

  test("are of every kind and action in the long run", () => {
    const drawn = drawFaults("a", actions, 100);
    expect(new Set(drawn.map(({ action }) => action))).toEqual(new Set(actions));
    expect(new Set(drawn.map(({ code }) => code))).toEqual(new Set(Object.values(faultKinds).map(({ code }) => code)));
  });

  test("need actions to choose from", () => {
    expect(() => drawFaults("a", [], 1)).toThrow(RangeError);
  });
});
