import { expect, test } from "vitest";
import { type Difference, exceptionOf } from "./exceptions.ts";

const none: Difference = { old: null, planned: null, state: {}, config: {} };

test.each<[words: string, leftOut: Partial<Difference>, shown: Partial<Difference>]>([
  ["block removed", { old: [{}], planned: [] }, { old: [{}], planned: [{ a: 1 }] }],
  ["block missing in configuration", { old: [{}], planned: [] }, { old: [], planned: [{}] }],
  [
    "after create: same names with equivalent documents; one empty block equals none",
    { old: [], planned: [{ name: null, policy: "" }] },
    { old: [], planned: [{ name: "a", policy: "" }] },
  ],
  [
    "change is dropped while ipv4_netmask_length is set",
    { config: { ipv4_netmask_length: 20 } },
    { config: { ipv4_netmask_length: null } },
  ],
  [
    "suppressed when github_action_deploy is set in configuration",
    { config: { github_action_deploy: true } },
    { config: { github_action_deploy: null } },
  ],
  [
    'suppressed when new is "" and gitlab.0.is_default is true',
    { planned: "", state: { gitlab: [{ is_default: true }] } },
    { planned: "", state: { gitlab: [{ is_default: false }] } },
  ],
  ["protocol is -1 and state holds 0", { old: 0, config: { protocol: "-1" } }, { old: 0, config: { protocol: "tcp" } }],
  [
    "class is DELIVERY and the class itself does not change",
    { state: { log_group_class: "DELIVERY" }, config: { log_group_class: "DELIVERY" } },
    { state: { log_group_class: "STANDARD" }, config: { log_group_class: "DELIVERY" } },
  ],
  [
    "new is Intelligent-Tiering and old is not empty",
    { old: "Standard", planned: "Intelligent-Tiering" },
    { old: "Standard", planned: "Advanced" },
  ],
  [
    "new value empty and service name holds .application-autoscaling.",
    { planned: "", config: { aws_service_name: "ecs.application-autoscaling.amazonaws.com" } },
    { planned: "", config: { aws_service_name: "eks.amazonaws.com" } },
  ],
  ["old empty, new STANDARD", { old: "", planned: "STANDARD" }, { old: "X", planned: "STANDARD" }],
])("%s", (words, leftOut, shown) => {
  const exception = exceptionOf(words);
  expect(exception?.({ ...none, ...leftOut })).toBe(true);
  expect(exception?.({ ...none, ...shown })).toBe(false);
});

test("what only counts at creation is never a change afterwards", () => {
  expect(exceptionOf("suppressed after creation")?.({ ...none, old: "", planned: "x" })).toBe(true);
});

test("words that are no exception have none", () => {
  expect(exceptionOf("case only")).toBeUndefined();
});
