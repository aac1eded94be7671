import type { Value, Values } from "../planning/values.ts";
import { block, blocks, hooksOf, hookValues, text, textOrNull } from "./input.ts";
import type { RuntimeConfig } from "./records/run.ts";

/** The `runtime_config` block of a run; null without one. */
export function runtimeConfigOf(value: Value | undefined): RuntimeConfig | null {
  const given = block(value);
  if (!given) return null;
  return {
    environment: blocks(given.environment).map(({ key, value: entry }) => ({ key: text(key), value: text(entry) })),
    projectRoot: textOrNull(given.project_root),
    runnerImage: textOrNull(given.runner_image),
    hooks: hooksOf(given),
  };
}

/** The block as attributes. */
export function runtimeConfigValues(config: RuntimeConfig | null): readonly Values[] {
  if (!config) return [];
  const { environment, projectRoot, runnerImage, hooks } = config;
  return [
    {
      project_root: projectRoot,
      runner_image: runnerImage,
      ...hookValues(hooks),
      environment: environment.map(({ key, value }) => ({ key, value })),
      terraform_version: null,
      terraform_workflow_tool: null,
    },
  ];
}
