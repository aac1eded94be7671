import type { ResourceType } from "../../planning/resource-type.ts";
import type { MutableValues, Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift, SpaceliftRequest } from "../client.ts";
import { flag, text, textOrNull } from "../input.ts";
import { findProject, projectOf } from "../project.ts";
import type { ConfigOwnerKind, EnvironmentVariable } from "../records/configuration.ts";
import { configurationRules as rules } from "../rules/configuration.ts";
import { checksum } from "../sealing.ts";
import { splitId } from "../text-ids.ts";

/** Upload time-outs that Spacelift reads from the environment; at most ten minutes. */
const uploadTimeouts: readonly string[] = [
  "SPACELIFT_STATE_ANALYTICS_UPLOAD_TIMEOUT",
  "SPACELIFT_STATE_OUTPUTS_UPLOAD_TIMEOUT",
  "SPACELIFT_MODULE_METADATA_UPLOAD_TIMEOUT",
];

const fileLimit = 2 * 1024 * 1024;

/** The stack, module or context that owns a variable or file. */
interface Owner {
  readonly kind: ConfigOwnerKind;
  readonly id: string;
  readonly spaceId: string;
}

export const environmentVariable: ResourceType<Spacelift> = {
  type: "spacelift_environment_variable",
  label: "environment variable",
  plan: keepChecksum("value"),
  create({ client, input }) {
    const owner = ownerOf(client, input);
    const name = text(input.name);
    const value = textOrNull(input.value_wo) ?? text(input.value);
    const writeOnly = flag(input.write_only);
    const id = `${owner.kind}/${owner.id}/${name}`;
    return client.call(request(owner, "Add", id, `create ${owner.kind} environment variable`), () => {
      checkVariable(name, value);
      const record = client.table("environment-variable").put(id, {
        id,
        ownerKind: owner.kind,
        ownerId: owner.id,
        name,
        value: writeOnly ? client.seal(value) : value,
        writeOnly,
        checksum: checksum(value),
        description: textOrNull(input.description),
      });
      return { id, checksum: record.checksum, ...visible("value", record.value, record, input) };
    });
  },
  read({ client, state }) {
    const found = client.table("environment-variable").get(text(state.id));
    if (!found) return null;
    const { id, name, writeOnly, description } = found;
    const values = { id, name, write_only: writeOnly, description, checksum: found.checksum };
    return { ...values, ...ownerValues(found), ...visible("value", found.value, found, state) };
  },
  delete({ client, state }) {
    remove(client, "environment-variable", text(state.id));
  },
  import: importElement,
};

export const mountedFile: ResourceType<Spacelift> = {
  type: "spacelift_mounted_file",
  label: "mounted file",
  plan: keepChecksum("content"),
  create({ client, input }) {
    const owner = ownerOf(client, input);
    const path = text(input.relative_path);
    const content = textOrNull(input.content_wo) ?? text(input.content);
    const writeOnly = flag(input.write_only);
    const id = `${owner.kind}/${owner.id}/${path}`;
    return client.call(request(owner, "Add", id, `create ${owner.kind} mounted file`), () => {
      checkFile(path, content);
      const record = client.table("mounted-file").put(id, {
        id,
        ownerKind: owner.kind,
        ownerId: owner.id,
        path,
        content: writeOnly ? client.seal(content) : content,
        writeOnly,
        checksum: checksum(content),
        description: textOrNull(input.description),
      });
      return { id, checksum: record.checksum, ...visible("content", record.content, record, input) };
    });
  },
  read({ client, state }) {
    const found = client.table("mounted-file").get(text(state.id));
    if (!found) return null;
    const { id, path, writeOnly, description } = found;
    const values = { id, relative_path: path, write_only: writeOnly, description, checksum: found.checksum };
    return { ...values, ...ownerValues(found), ...visible("content", found.content, found, state) };
  },
  delete({ client, state }) {
    remove(client, "mounted-file", text(state.id));
  },
  import: importElement,
};

/** `context_id`, `stack_id` and `module_id` of an element. */
export function ownerValues({ ownerKind, ownerId }: Pick<EnvironmentVariable, "ownerKind" | "ownerId">): Values {
  return {
    context_id: ownerKind === "context" ? ownerId : null,
    stack_id: ownerKind === "stack" ? ownerId : null,
    module_id: ownerKind === "module" ? ownerId : null,
  };
}

/** The owner that a planned element names. */
function ownerOf(client: Spacelift, input: Values): Owner {
  const contextId = textOrNull(input.context_id);
  if (contextId) {
    const context = client.table("context").get(contextId);
    refuseUnless(context, rules.contextNotFound, contextId);
    return { kind: "context", id: contextId, spaceId: context.spaceId };
  }
  const { projectKind, projectId, spaceId } = projectOf(client, input);
  return { kind: projectKind, id: projectId, spaceId };
}

/** A value that cannot be read back shows as its checksum; one that was given write-only does not show at all. */
function visible(
  name: "value" | "content",
  stored: string,
  element: { readonly writeOnly: boolean; readonly checksum: string },
  beside: Values,
): Values {
  if (beside[`${name}_wo_version`]) return {};
  return { [name]: element.writeOnly ? element.checksum : stored };
}

/** A planned value whose checksum is what the state holds is no change. */
function keepChecksum(name: "value" | "content"): NonNullable<ResourceType<Spacelift>["plan"]> {
  return ({ state, planned }) => keepIfChecksum(planned, state, name);
}

function keepIfChecksum(planned: MutableValues, state: Values | null, name: string): void {
  const before = state?.[name];
  const after = planned[name];
  if (typeof before === "string" && typeof after === "string" && checksum(after) === before) planned[name] = before;
}

function request(owner: Owner, verb: "Add" | "Delete", id: string, attempt: string): SpaceliftRequest {
  const operation = owner.kind === "context" ? (`contextConfig${verb}` as const) : (`stackConfig${verb}` as const);
  return { operation, attempt, space: owner.spaceId, resources: [id] };
}

function remove(client: Spacelift, table: "environment-variable" | "mounted-file", id: string): void {
  const [kind = "", ownerId = ""] = splitId(id, 3);
  const owner: Owner = {
    kind: kind as ConfigOwnerKind,
    id: ownerId,
    spaceId:
      kind === "context"
        ? (client.table("context").get(ownerId)?.spaceId ?? "")
        : (findProject(client, ownerId)?.spaceId ?? ""),
  };
  const what = table === "mounted-file" ? "mounted file" : "environment variable";
  client.call(request(owner, "Delete", id, `delete ${what}`), () => {
    client.table(table).delete(id);
  });
}

function importElement(_call: unknown, id: string): Values | null {
  const [kind = "", owner, name] = splitId(id, 3);
  return ["context", "stack", "module"].includes(kind) && owner && name ? { id } : null;
}

function checkVariable(name: string, value: string): void {
  refuseUnless(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), rules.variableName, name);
  refuseIf(/[\r\n]/.test(value), rules.variableNewline, name);
  refuseIf(uploadTimeouts.includes(name) && !isShortDuration(value), rules.uploadTimeout, name, value);
}

function checkFile(path: string, content: string): void {
  const absolute = path.startsWith("/") || path.split("/").includes("..") || path === "";
  refuseIf(absolute, rules.filePath, path);
  refuseUnless(/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content), rules.fileContent, path);
  const size = Buffer.from(content, "base64").length;
  refuseIf(size > fileLimit, rules.fileSize, path, size);
}

/** Whether a text is a duration in Go's notation, above zero and at most ten minutes. */
function isShortDuration(value: string): boolean {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return false;
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600 };
  let seconds = 0;
  for (const [, amount, , unit = ""] of value.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    seconds += Number(amount) * (units[unit] ?? 0);
  }
  return seconds > 0 && seconds <= 600;
}
