import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about contexts, variables and files. */
export const configurationRules = {
  contextSlugTaken: rule({
    ...api,
    id: "spacelift/context-slug-taken",
    operation: "contextCreateV2",
    message: () => "could not persist context: context with this slug already exists for this account",
    source: "I:spacelift-io/terraform-starter#14",
  }),
  contextNotFound: rule({
    ...missing,
    id: "spacelift/context-not-found",
    operation: "contextAttach, contextConfigAdd",
    message: (context: string) => `context ${context} not found`,
    source: "P:resource_context_attachment.go",
  }),
  contextAttached: rule({
    ...api,
    id: "spacelift/context-already-attached",
    operation: "contextAttach",
    message: (context: string, project: string) => `context ${context} is already attached to ${project}`,
    source: "D:concepts/configuration/context.md",
  }),
  variableName: rule({
    ...api,
    id: "spacelift/variable-name",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (name: string) => `invalid environment variable name "${name}"`,
    source: "D:concepts/configuration/environment.md; POSIX environment variable names",
  }),
  variableNewline: rule({
    ...api,
    id: "spacelift/variable-newline",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (name: string) => `value of environment variable ${name} must not contain newlines`,
    source: "D:concepts/configuration/environment.md",
  }),
  uploadTimeout: rule({
    ...api,
    id: "spacelift/variable-upload-timeout",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (name: string, value: string) => `${name} must be a duration of at most 10m, not "${value}"`,
    source: "D:concepts/configuration/environment.md",
  }),
  fileSize: rule({
    ...api,
    id: "spacelift/mounted-file-size",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (path: string, size: number) => `mounted file ${path} has ${size} bytes, more than the limit of 2 MB`,
    source: "D:concepts/configuration/environment.md",
  }),
  fileContent: rule({
    ...api,
    id: "spacelift/mounted-file-base64",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (path: string) => `content of mounted file ${path} is not base64`,
    source: "P:resource_mounted_file.go",
  }),
  filePath: rule({
    ...api,
    id: "spacelift/mounted-file-path",
    operation: "stackConfigAdd, contextConfigAdd",
    message: (path: string) => `mounted file path "${path}" must be relative to the workspace`,
    source: "P:resource_mounted_file.go; D:concepts/configuration/environment.md",
  }),
};
