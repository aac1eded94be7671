import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Value } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { mayDo } from "../authorise.ts";
import { type Spacelift, SpaceliftError } from "../client.ts";
import { flag, text, texts } from "../input.ts";
import { decidedModuleValues, moduleIdOf, moduleSettingsOf, moduleValues } from "../module-attributes.ts";
import { checkProjectMove } from "../moves.ts";
import { findProject } from "../project.ts";
import { checkProject } from "../project-checks.ts";
import type { Module } from "../records/module.ts";
import { removeAttachments, removeConfiguration, removeWhere } from "../removal.ts";
import { moduleRules as rules } from "../rules/module.ts";
import { spacesOf } from "../usage.ts";
import { checkTool } from "../vendors.ts";

export const module: ResourceType<Spacelift> = {
  type: "spacelift_module",
  label: "module",
  create({ client, input }) {
    const modules = client.table("module");
    const settings = moduleSettingsOf(client, input);
    const id = moduleIdOf(settings);
    const request = { space: settings.spaceId, resources: [id] };
    const made = client.call({ operation: "moduleCreate", ...request }, () => {
      check(client, settings);
      refuseIf(findProject(client, id), rules.idTaken);
      return modules.put(id, { id, ...settings, isPublic: false, spaceShares: [] });
    });
    const values = decidedModuleValues(client, made, input);
    try {
      if (flag(input.public)) {
        client.call({ operation: "modulePublish", ...request }, () => modules.put(id, { ...made, isPublic: true }));
      }
      if (texts(input.space_shares).length > 0) share(client, id, input.space_shares);
    } catch (error) {
      if (error instanceof SpaceliftError) throw new CreatedWithError(values, error);
      throw error;
    }
    return values;
  },
  read({ client, state }) {
    const found = client.table("module").get(text(state.id));
    return found ? moduleValues(client, found, state) : null;
  },
  update({ client, state, input, changed }) {
    const modules = client.table("module");
    const id = text(state.id);
    const settings = moduleSettingsOf(client, input);
    const rights = changed("space_id") ? [{ action: "MODULE_CREATE", space: settings.spaceId }] : [];
    const request = { space: text(state.space_id), rights, resources: [id] };
    const made = client.call({ operation: "moduleUpdateV2", ...request }, () => {
      const found = modules.get(id);
      refuseUnless(found, rules.notFound, id);
      check(client, settings);
      checkProjectMove(client, { id, spaceId: settings.spaceId });
      return modules.put(id, { ...found, ...settings });
    });
    if (changed("space_shares")) share(client, id, input.space_shares);
    return decidedModuleValues(client, made, input);
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "moduleDelete", space: text(state.space_id), resources: [id] }, () => {
      const found = client.table("module").get(id);
      refuseUnless(found, rules.notFound, id);
      refuseIf(found.protectFromDeletion, rules.protected);
      const active = client.table("module-version").filter(({ moduleId, state: now }) => {
        return moduleId === id && now === "ACTIVE";
      });
      refuseIf(
        active.length > 0,
        rules.activeVersions,
        active.map(({ number }) => number),
      );
      removeWhere(client, "module-version", ({ moduleId }) => moduleId === id);
      removeConfiguration(client, "module", id);
      removeAttachments(client, id);
      client.table("module").delete(id);
    });
  },
};

function check(client: Spacelift, settings: Omit<Module, "id" | "isPublic" | "spaceShares">): void {
  checkProject(client, settings);
  checkTool(settings.workflowTool, ["OPEN_TOFU", "TERRAFORM_FOSS", "CUSTOM"]);
}

/** Shares a module with other spaces; whoever shares needs a right in each of them. */
function share(client: Spacelift, id: string, asked: Value | undefined): void {
  const modules = client.table("module");
  const found = modules.get(id);
  const spaces = texts(asked);
  client.call({ operation: "moduleShare", space: found?.spaceId ?? "", resources: [id] }, () => {
    refuseUnless(found, rules.notFound, id);
    const refused = spaces.filter(
      (space) => !spacesOf(client).get(space) || !mayDo(client, { action: "SPACE_SHARE_MODULE", space }),
    );
    refuseIf(refused.length > 0, rules.share, refused);
    modules.put(id, { ...found, spaceShares: spaces });
  });
}
