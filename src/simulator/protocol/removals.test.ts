import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StateOutcome } from "../planning/outcome.ts";
import { Removals } from "./removals.ts";

const patience = 1_000;
const gone: StateOutcome = { state: null, diagnostics: [] };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Things that stand in each other's way: the removal of one is refused while the one that it holds is there. */
function things(...names: readonly string[]) {
  const present = new Set(names);
  return {
    present,
    remove: (name: string, heldBy?: string) => (): StateOutcome => {
      if (heldBy !== undefined && present.has(heldBy)) return { ...refusal(heldBy), isTriedAgain: true };
      present.delete(name);
      return gone;
    },
  };
}

const refusal = (holder: string): StateOutcome => ({
  state: {},
  diagnostics: [{ severity: "error", summary: `${holder} is there` }],
});

describe("a change that is carried out or finally refused", () => {
  test("is answered at once", () => {
    const removals = new Removals(patience);
    const { remove } = things("subnet");
    expect(removals.apply(remove("subnet"))).toEqual(gone);
    expect(removals.apply(() => refusal("nobody"))).toEqual(refusal("nobody"));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a removal that may succeed later", () => {
  test("is answered when another call has cleared its way", async () => {
    const removals = new Removals(patience);
    const { remove } = things("subnet", "interface");
    const answer = removals.apply(remove("subnet", "interface"));
    removals.apply(remove("interface"));
    expect(await answer).toEqual(gone);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("may clear the way of another one that waits", async () => {
    const removals = new Removals(patience);
    const { present, remove } = things("vpc", "subnet", "interface");
    const answers = [removals.apply(remove("vpc", "subnet")), removals.apply(remove("subnet", "interface"))];
    removals.apply(remove("interface"));
    expect(await Promise.all(answers)).toEqual([gone, gone]);
    expect([...present]).toEqual([]);
  });

  test("is refused when no other call comes", async () => {
    const removals = new Removals(patience);
    const { remove } = things("subnet", "interface");
    const answer = removals.apply(remove("subnet", "interface"));
    vi.advanceTimersByTime(patience);
    expect(await answer).toMatchObject(refusal("interface"));
  });

  test("waits again as long after each call that does not clear its way", async () => {
    const removals = new Removals(patience);
    const { remove } = things("subnet", "interface", "role");
    const answer = removals.apply(remove("subnet", "interface"));
    vi.advanceTimersByTime(patience - 1);
    removals.apply(remove("role"));
    vi.advanceTimersByTime(patience - 1);
    removals.apply(remove("interface"));
    expect(await answer).toEqual(gone);
  });

  test("is refused when the providers close", async () => {
    const removals = new Removals(patience);
    const { remove } = things("subnet", "interface");
    const answer = removals.apply(remove("subnet", "interface"));
    removals.close();
    expect(await answer).toMatchObject(refusal("interface"));
    expect(vi.getTimerCount()).toBe(0);
  });

  test("fails with the defect of a later attempt", async () => {
    const removals = new Removals(patience);
    const outcomes = [
      (): StateOutcome => ({ ...refusal("interface"), isTriedAgain: true }),
      () => {
        throw new TypeError("defect");
      },
    ];
    const answer = removals.apply(() => outcomes.shift()?.() ?? gone);
    removals.apply(() => gone);
    await expect(answer).rejects.toThrow("defect");
  });
});
