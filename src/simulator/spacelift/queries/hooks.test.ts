import fc from "fast-check";
import { expect, test } from "vitest";
import { accountRecords, byId, contextAttachment, contextRecord, stackRecord } from "../../testing/account-records.ts";
import { eachHook, type HookName, hookNames } from "../records/hooks.ts";
import type { AccountRecords } from "./account.ts";
import { effectiveHooks } from "./hooks.ts";

/** Contexts a and b attached by their labels, c and d by number; every hook list says whose it is. */
function account(): AccountRecords {
  const hooks = (command: string) => ({ hooks: eachHook(() => [command]) });
  return accountRecords({
    stacks: byId(stackRecord("app", { labels: ["web"], ...hooks("stack") })),
    contexts: byId(
      contextRecord("d", hooks("d")),
      contextRecord("b", { labels: ["autoattach:web"], ...hooks("b") }),
      contextRecord("c", hooks("c")),
      contextRecord("a", { labels: ["autoattach:web"], ...hooks("a") }),
    ),
    contextAttachments: [contextAttachment("d", "app", 5), contextAttachment("c", "app", 0)],
  });
}

function commands(records: AccountRecords, name: HookName, runtime = {}): string[] {
  return effectiveHooks(records, "app", runtime)[name].map(({ command }) => command);
}

test("before a phase, contexts go by number, then those of labels in reverse order, then the stack", () => {
  expect(commands(account(), "before_plan")).toEqual(["c", "d", "b", "a", "stack"]);
});

test("after a phase, the stack goes first, then contexts of labels, then the others by falling number", () => {
  expect(commands(account(), "after_plan")).toEqual(["stack", "a", "b", "d", "c"]);
});

test("after a run, hooks go as after a phase", () => {
  expect(commands(account(), "after_run")).toEqual(commands(account(), "after_plan"));
});

test("a list of the run's configuration stands in for the stack's list of that name and for no other", () => {
  const runtime = { before_plan: ["run"] };
  expect(commands(account(), "before_plan", runtime)).toEqual(["c", "d", "b", "a", "run"]);
  expect(commands(account(), "before_apply", runtime)).toEqual(["c", "d", "b", "a", "stack"]);
});

test("an empty list of the run's configuration changes nothing", () => {
  expect(commands(account(), "before_plan", { before_plan: [] })).toContain("stack");
});

test("the commands of one list keep their order", () => {
  const hooks = eachHook(() => ["one", "two"]);
  const records = accountRecords({ stacks: byId(stackRecord("app", { hooks })) });
  expect(commands(records, "before_init")).toEqual(["one", "two"]);
  expect(commands(records, "after_init")).toEqual(["one", "two"]);
});

test("every hook says where it comes from", () => {
  const { before_init: hooks } = effectiveHooks(account(), "app");
  expect(hooks.map(({ source }) => `${source.kind} ${source.id}`)).toEqual([
    "context c",
    "context d",
    "context b",
    "context a",
    "stack app",
  ]);
});

test("after-hooks mirror before-hooks, whatever is attached and how", () => {
  const attachment = fc.record({ priority: fc.option(fc.nat(3)), name: fc.string({ minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(fc.uniqueArray(attachment, { selector: ({ name }) => name, maxLength: 6 }), (attached) => {
      const contexts = attached.map(({ name, priority }) =>
        contextRecord(name, { labels: priority === null ? ["autoattach:*"] : [], hooks: eachHook(() => [name]) }),
      );
      const records = accountRecords({
        stacks: byId(stackRecord("app", { hooks: eachHook(() => ["stack"]) })),
        contexts: byId(...contexts),
        contextAttachments: attached.flatMap(({ name, priority }) =>
          priority === null ? [] : [contextAttachment(name, "app", priority)],
        ),
      });
      for (const name of hookNames.filter((hook) => hook.startsWith("before_"))) {
        const after = name.replace("before_", "after_") as HookName;
        expect(commands(records, after)).toEqual(commands(records, name).toReversed());
      }
    }),
  );
});
