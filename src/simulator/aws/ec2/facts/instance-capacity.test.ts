import { expect, test } from "vitest";
import { capacityOf, usualPodLimit } from "./instance-capacity.ts";

test.each([
  ["m5.large", 2, 8, 29, 9],
  ["m6i.xlarge", 4, 16, 58, 18],
  ["c5.4xlarge", 16, 32, 234, 54],
  ["r6g.medium", 1, 8, 8, 4],
  ["m5.24xlarge", 96, 384, 737, 107],
  ["t3.medium", 2, 4, 17, 0],
  ["t3a.xlarge", 4, 16, 58, 0],
])("%s has %i vCPUs, %i GiB, room for %i pods and %i interfaces of pods", (type, vcpus, memory, pods, branches) => {
  const capacity = capacityOf(type);
  expect(capacity).toMatchObject({ vcpus, memoryGib: memory, branchInterfaces: branches });
  expect(capacity && usualPodLimit(capacity)).toBe(pods);
});

test("a name that is no type has no capacity", () => {
  expect(capacityOf("large")).toBeUndefined();
  expect(capacityOf("m5.huge")).toBeUndefined();
});
