import type { DataSource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Spacelift } from "../client.ts";
import { moduleValues } from "../module-attributes.ts";
import type { Module } from "../records/module.ts";
import { matchesAny, matchesFlag, recordOf, withIdAs } from "./lookup.ts";

export const moduleData: DataSource<Spacelift> = {
  type: "spacelift_module",
  read: ({ client }, { module_id }) => moduleValues(client, recordOf(client, "module", module_id, "module"), {}),
};

export const modulesData: DataSource<Spacelift> = {
  type: "spacelift_modules",
  read({ client }, config) {
    const modules = client.table("module").filter((module) => isAskedFor(client, module, config));
    return {
      id: `modules-${client.seconds}000000000`,
      modules: modules.map((module) => withIdAs("module_id", moduleValues(client, module, {}))),
    };
  },
};

function isAskedFor(client: Spacelift, module: Module, config: Values): boolean {
  const commits = client.table("module-version").filter(({ moduleId }) => moduleId === module.id);
  return (
    matchesFlag(module.administrative, config.administrative) &&
    matchesAny([module.branch], config.branch) &&
    matchesAny([commits.at(-1)?.commit ?? ""], config.commit) &&
    matchesAny(module.labels, config.labels) &&
    matchesAny([module.name], config.name) &&
    matchesAny([module.projectRoot ?? ""], config.project_root) &&
    matchesAny([module.repository], config.repository) &&
    matchesAny([module.workerPoolId ?? ""], config.worker_pool)
  );
}
