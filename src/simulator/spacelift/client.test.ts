import { describe, expect, test, vi } from "vitest";
import { stackConfig, testSpacelift } from "../testing/spacelift.ts";
import type { JournalEntry } from "../world/journal.ts";
import type { World } from "../world/world.ts";

/** What the world notes from now on. */
function journalOf(world: World): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  vi.spyOn(world, "record").mockImplementation((entry) => {
    entries.push(entry);
  });
  return entries;
}

describe("the journal", () => {
  test("says who did what to what, and nothing secret", () => {
    const spacelift = testSpacelift();
    const journal = journalOf(spacelift.world);
    const stack_id = spacelift.stack("App");
    spacelift.create("spacelift_environment_variable", { stack_id, name: "PASSWORD", value: "hunter2" });
    expect(journal.map(({ action, principal, resources }) => [action, principal, resources])).toEqual([
      ["spacelift:stackCreate", "administrator", ["app"]],
      ["spacelift:stackConfigAdd", "administrator", ["stack/app/PASSWORD"]],
    ]);
    expect(JSON.stringify(journal)).not.toContain("hunter2");
  });

  test("names a run by its stack and an API key by its id", () => {
    const spacelift = testSpacelift();
    const callers = [spacelift.inRunOf(spacelift.stack("App")), spacelift.withRole("space-reader")];
    const journal = journalOf(spacelift.world);
    for (const caller of callers) expect(() => caller.stack("Other")).toThrow("unauthorized");
    expect(journal.map(({ principal }) => principal)).toEqual([
      expect.stringMatching(/^stack::app\/\w{26}$/),
      expect.stringMatching(/^api::\w{26}$/),
    ]);
  });

  test("keeps what was refused, with the reason", () => {
    const spacelift = testSpacelift();
    const journal = journalOf(spacelift.world);
    const broken = { ...stackConfig("App"), administrative: true };
    expect(() => spacelift.create("spacelift_stack", broken)).toThrow("could not create stack: the administrative");
    expect(journal).toMatchObject([{ action: "spacelift:stackCreate", error: { code: "invalid" } }]);
  });
});

describe("a planned failure", () => {
  const fault = { action: "spacelift:stackCreate", code: "unavailable", http: 503, message: "try again later" };

  test("lets the next call fail without effect, and the one after succeed", () => {
    const spacelift = testSpacelift();
    spacelift.world.planFaults([{ ...fault, skip: 0, times: 1, afterSuccess: false }]);
    expect(() => spacelift.stack("App")).toThrow("could not create stack: try again later");
    expect(spacelift.spacelift.table("stack").size).toBe(0);
    expect(spacelift.stack("App")).toBe("app");
  });

  test("may lose the answer to a call that took effect", () => {
    const spacelift = testSpacelift();
    spacelift.world.planFaults([{ ...fault, skip: 0, times: 1, afterSuccess: true }]);
    expect(() => spacelift.stack("App")).toThrow("try again later");
    expect(spacelift.spacelift.table("stack").has("app")).toBe(true);
  });
});
