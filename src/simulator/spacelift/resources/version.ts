import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text, textOrNull } from "../input.ts";
import { gapBehind } from "../module-versions.ts";
import { moduleRules as rules } from "../rules/module.ts";

/** Number of a version when neither the configuration nor a file of the repository says one. */
const fallback = "0.1.0";

/** Makes a version of a module. It is active at once, as one without tests is; the provider never looks at it again. */
export const version: ResourceType<Spacelift> = {
  type: "spacelift_version",
  label: "version",
  create({ client, input }) {
    const versions = client.table("module-version");
    const moduleId = text(input.module_id);
    const number = text(input.version_number) || fallback;
    const space = client.table("module").get(moduleId)?.spaceId ?? "root";
    const request = { attempt: `trigger version for module ${moduleId}`, space, resources: [moduleId] };
    return client.call({ operation: "versionCreate", ...request }, () => {
      refuseUnless(client.table("module").has(moduleId), rules.notFound, moduleId);
      refuseUnless(/^\d+\.\d+\.\d+$/.test(number), rules.versionNumber, number);
      const active = versions
        .filter((other) => other.moduleId === moduleId && other.state === "ACTIVE")
        .map((other) => other.number);
      refuseIf(active.includes(number), rules.versionExists, number, moduleId);
      const latest = gapBehind(number, active);
      refuseIf(latest !== null, rules.versionGap, number, latest ?? "");
      const id = client.ulid("module-version", [moduleId, number]);
      versions.put(id, { id, moduleId, number, commit: textOrNull(input.commit_sha), state: "ACTIVE" });
      return { id };
    });
  },
  read: ({ state }) => state,
  delete() {},
};
