import type { DataSource } from "../../planning/resource-type.ts";
import { refuse } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { findProject } from "../project.ts";
import type { Module } from "../records/module.ts";
import type { Stack } from "../records/stack.ts";
import { lookupRules as rules } from "../rules/lookup.ts";

/** The stack whose run asks. */
export const currentStackData: DataSource<Spacelift> = {
  type: "spacelift_current_stack",
  read: ({ client }) => ({ id: currentProjectId(client) }),
};

/** The stack or module whose run asks, which its token names. */
export function currentProject(client: Spacelift): Stack | Module {
  const id = currentProjectId(client);
  return findProject(client, id) ?? refuse(rules.notFound, `stack or module with ID ${id}`);
}

function currentProjectId({ caller, account }: Spacelift): string {
  return caller.kind === "stack" ? caller.stackId : refuse(rules.outsideRun, account);
}
