import { type Diagnostic, ProviderError } from "../planning/diagnostics.ts";
import { inStateOnly, instant } from "../planning/in-state-only.ts";
import type { DataSource, ResourceType } from "../planning/resource-type.ts";
import type { Service } from "../planning/service.ts";
import type { Value, Values } from "../planning/values.ts";
import { isRecord } from "../planning/values.ts";
import { defaults, rendered } from "./document.ts";

const resource: ResourceType<null> = {
  ...inStateOnly,
  type: "cloudinit_config",
  label: "Cloudinit Config",
  validate: check,
  create: ({ input }) => rendered(input),
};

const dataSource: DataSource<null> = {
  type: "cloudinit_config",
  read(_, config) {
    const [problem] = check(config);
    if (problem) throw new ProviderError(problem.summary, problem.detail, problem.attribute);
    const filled = withDefaults(config);
    return { ...filled, ...rendered(filled) };
  },
};

/** The provider `hashicorp/cloudinit`. */
export function cloudinitProvider(): Service<null> {
  return {
    provider: "cloudinit",
    sources: ["hashicorp/cloudinit"],
    resources: [resource],
    dataSources: [dataSource],
    ephemeralResources: [],
    functions: [],
    durations: instant([resource]),
    configure: () => null,
  };
}

function withDefaults(config: Values): Values {
  return {
    ...config,
    gzip: config.gzip ?? defaults.gzip,
    base64_encode: config.base64_encode ?? defaults.base64_encode,
    boundary: config.boundary ?? defaults.boundary,
    part: Array.isArray(config.part) ? config.part.map(withContentType) : [],
  };
}

function withContentType(part: Value): Value {
  return isRecord(part) ? { ...part, content_type: part.content_type || "text/plain" } : part;
}

function check(config: Values): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (config.base64_encode === false && (config.gzip ?? defaults.gzip) === true) {
    problems.push({
      severity: "error",
      summary: "Invalid Attribute Configuration",
      detail: "Expected base64_encode to be set to true when gzip is true.",
      attribute: ["base64_encode"],
    });
  }
  if (Array.isArray(config.part) && config.part.length === 0) {
    problems.push({
      severity: "error",
      summary: "Invalid Block",
      detail: "Block part must have a configuration value as the provider has marked it as required",
      attribute: ["part"],
    });
  }
  return problems;
}
