import type { Configuration } from "../configuration/configuration.ts";
import { EksStackError, exitCodes } from "../errors.ts";
import { Administrative, administrativeProjectRoot } from "../stacks/administrative.ts";
import { checkApplications, gitOpsFilesOf } from "../stacks/applications.ts";
import { projectRoot, stacksOf } from "../stacks/environment-stacks.ts";
import type { PlatformStack } from "../stacks/platform-stack.ts";
import { rolesTrustedTooWidely } from "../stacks/trusted-roles.ts";
import { PackedTexts } from "./packed-texts.ts";
import { sealed, sealedYaml } from "./seal.ts";
import { stableJson } from "./stable-json.ts";
import { stableYaml } from "./stable-yaml.ts";
import { forgetTokens } from "./tokens.ts";

/** Every rendered file: path relative to the repository, with forward slashes, to its text. */
export type RenderedFiles = ReadonlyMap<string, string>;

/**
 * Renders all stacks as root modules in JSON syntax, and what Argo CD and Flux read as YAML: the same configuration gives the same
 * bytes. Reads nothing but the policies and the facts of charts, writes nothing.
 *
 * @throws EksStackError ES0220 to ES0230 when the applications of an environment do not fit together, ES0231 for a role that too many may
 *   assume
 */
export function render(configuration: Pick<Configuration, "organization" | "environments">): RenderedFiles {
  checkApplications(configuration.environments);
  return new PackedTexts(renderedFiles(configuration));
}

/** The files one by one: each stack is let go before the next is built, so that memory does not grow with the platform. */
function* renderedFiles(
  configuration: Pick<Configuration, "organization" | "environments">,
): Generator<readonly [path: string, text: string]> {
  withoutCreationStacks();
  yield [`${administrativeProjectRoot}/main.tf.json`, text(new Administrative(configuration))];
  for (const environment of configuration.environments) {
    for (const stack of stacksOf(environment)) {
      yield [
        `${projectRoot(environment, stack)}/main.tf.json`,
        text(stack.build(environment), [environment.name, stack.key]),
      ];
    }
    for (const { path, manifests } of gitOpsFilesOf(environment)) yield [path, sealedYaml(stableYaml(manifests))];
  }
}

/** @param place environment and stack, for problems in it */
function text(stack: PlatformStack, place: readonly string[] = []): string {
  const module = stack.toTerraform();
  const problems = rolesTrustedTooWidely(place, module);
  if (problems.length > 0) throw new EksStackError(problems, exitCodes.invalid);
  const json = stableJson(module);
  forgetTokens();
  return sealed(json);
}

/** The generator would note a stack trace for every reference, which costs more than all the rest and is read by nobody. */
function withoutCreationStacks(): void {
  process.env.CDKTN_DISABLE_CREATION_STACK = "1";
}
