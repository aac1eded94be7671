import type { Value, Values } from "../planning/values.ts";
import { refuse } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import { text } from "./input.ts";
import type { Module } from "./records/module.ts";
import type { ProjectReference } from "./records/project.ts";
import type { Stack } from "./records/stack.ts";
import { stackRules } from "./rules/stack.ts";

/** The project something is attached to, with its space and labels. */
export interface FoundProject extends ProjectReference {
  readonly spaceId: string;
  readonly labels: readonly string[];
}

/** The stack or module that `stack_id` or `module_id` names; the provider asks for it before anything else. */
export function projectOf(client: Spacelift, input: Values): FoundProject {
  const projectKind = input.stack_id ? "stack" : "module";
  const projectId = text(input.stack_id) || text(input.module_id);
  const found = findProject(client, projectId);
  if (!found) refuse(stackRules.projectNotFound, projectKind);
  return { projectKind, projectId, spaceId: found.spaceId, labels: found.labels };
}

/** The stack or module of that id. */
export function findProject(client: Spacelift, id: string): Stack | Module | undefined {
  return client.table("stack").get(id) ?? client.table("module").get(id);
}

/** The stack of that id, as provider and API ask for it before they do anything to it. */
export function stackOf(client: Spacelift, id: Value | undefined): Stack {
  const found = client.table("stack").get(text(id));
  if (!found) refuse(stackRules.projectNotFound, "stack");
  return found;
}

/** `stack_id` or `module_id` of a project, the other null. */
export function projectValues({ projectKind, projectId }: ProjectReference): Values {
  return {
    stack_id: projectKind === "stack" ? projectId : null,
    module_id: projectKind === "module" ? projectId : null,
  };
}

/** The space where entities go that name none: `legacy` where it exists, else `root`. */
export function defaultSpace(client: Spacelift): string {
  return client.table("space").has("legacy") ? "legacy" : "root";
}
