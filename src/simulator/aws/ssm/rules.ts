import { rule } from "../../rule.ts";

const reference = "API PutParameter";

/** What Systems Manager refuses about parameters. */
export const rules = {
  exists: rule({
    id: "ssm/exists",
    operation: "PutParameter",
    code: "ParameterAlreadyExists",
    message: () =>
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    source: reference,
  }),
  notFound: rule({
    id: "ssm/not-found",
    operation: "GetParameter",
    code: "ParameterNotFound",
    message: (name: string) => `Parameter ${name} not found.`,
    source: "API GetParameter",
  }),
  versionNotFound: rule({
    id: "ssm/version-not-found",
    operation: "GetParameter",
    code: "ParameterVersionNotFound",
    message: (name: string, version: string) =>
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    source: "API GetParameter",
  }),
  name: rule({
    id: "ssm/name",
    operation: "PutParameter",
    code: "ValidationException",
    message: () =>
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive) and must be built of a-zA-Z0-9_.- and /; a name with slashes begins with one.',
    source: reference,
  }),
  levels: rule({
    id: "ssm/levels",
    operation: "PutParameter",
    code: "HierarchyLevelLimitExceededException",
    message: () => "The parameter name has more than 15 levels.",
    source: reference,
  }),
  size: rule({
    id: "ssm/size",
    operation: "PutParameter",
    code: "ValidationException",
    message: (tier: string, limit: number) =>
      `${tier} tier parameters support a maximum parameter value of ${limit} characters.`,
    source: reference,
  }),
  pattern: rule({
    id: "ssm/pattern",
    operation: "PutParameter",
    code: "ParameterPatternMismatchException",
    message: (pattern: string) => `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    source: reference,
  }),
  patternForm: rule({
    id: "ssm/pattern-form",
    operation: "PutParameter",
    code: "InvalidAllowedPatternException",
    message: () => "The request does not meet the regular expression requirement.",
    source: reference,
  }),
  tagCount: rule({
    id: "ssm/tag-count",
    operation: "AddTagsToResource",
    code: "TooManyTagsError",
    message: () => "The resource has too many tags: it can have 50.",
    source: "API AddTagsToResource; wording from general knowledge",
  }),
  tagForm: rule({
    id: "ssm/tag-form",
    operation: "AddTagsToResource",
    code: "ValidationException",
    message: (problem: string) => problem,
    source: "API AddTagsToResource; wording from general knowledge",
  }),
  key: rule({
    id: "ssm/kms",
    operation: "PutParameter",
    code: "InvalidKeyId",
    message: (reason: string) => reason,
    source: reference,
  }),
} as const;
