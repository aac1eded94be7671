import type { DataSource } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import { refuse } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { findProject, projectOf, projectValues } from "../project.ts";
import type { EnvironmentVariable } from "../records/configuration.ts";
import { ownerValues } from "../resources/configuration-element.ts";
import { contextValues } from "../resources/context.ts";
import { lookupRules as rules } from "../rules/lookup.ts";
import { matchesAny, recordOf, withIdAs } from "./lookup.ts";

export const contextData: DataSource<Spacelift> = {
  type: "spacelift_context",
  read: ({ client }, { context_id }) => contextValues(recordOf(client, "context", context_id, "context")),
};

export const contextsData: DataSource<Spacelift> = {
  type: "spacelift_contexts",
  read({ client }, { labels }) {
    const contexts = client.table("context").filter((context) => matchesAny(context.labels, labels));
    return {
      id: "spacelift-contexts",
      contexts: contexts.map((context) => withIdAs("context_id", contextValues(context))),
    };
  },
};

export const contextAttachmentData: DataSource<Spacelift> = {
  type: "spacelift_context_attachment",
  read({ client }, config) {
    const { projectId } = projectOf(client, config);
    const context = recordOf(client, "context", config.context_id, "context");
    const found =
      client
        .table("context-attachment")
        .find((attachment) => attachment.contextId === context.id && attachment.projectId === projectId) ??
      refuse(rules.notFound, "context attachment");
    return { id: `${context.id}/${found.id}`, ...projectValues(found), priority: found.priority };
  },
};

export const environmentVariableData: DataSource<Spacelift> = {
  type: "spacelift_environment_variable",
  read({ client }, config) {
    const id = `${ownerPathOf(client, config)}/${text(config.name)}`;
    const found = recordOf(client, "environment-variable", id, "environment variable");
    return { id, ...shown(found), value: found.writeOnly ? null : found.value, description: found.description };
  },
};

export const mountedFileData: DataSource<Spacelift> = {
  type: "spacelift_mounted_file",
  read({ client }, config) {
    const id = `${ownerPathOf(client, config)}/${text(config.relative_path)}`;
    const found = recordOf(client, "mounted-file", id, "mounted file");
    return { id, ...shown(found), content: found.writeOnly ? null : found.content };
  },
};

function shown(element: Pick<EnvironmentVariable, "ownerKind" | "ownerId" | "checksum" | "writeOnly">): Values {
  return { ...ownerValues(element), checksum: element.checksum, write_only: element.writeOnly };
}

/** `<kind>/<id>` of the owner that is asked about. */
function ownerPathOf(client: Spacelift, { context_id, stack_id, module_id }: Values): string {
  if (context_id) return `context/${recordOf(client, "context", context_id, "context").id}`;
  return stack_id
    ? `stack/${projectId(client, stack_id, "stack")}`
    : `module/${projectId(client, module_id, "module")}`;
}

function projectId(client: Spacelift, id: Value | undefined, kind: string): string {
  return findProject(client, text(id))?.id ?? refuse(rules.notFound, kind);
}
