import { ProviderError } from "../planning/diagnostics.ts";
import type { Service } from "../planning/service.ts";
import type { AnyRule, LeftOut } from "../rule.ts";
import { ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Spacelift } from "./client.ts";
import { logIn, loginRules } from "./login.ts";
import { awsIntegration } from "./resources/aws-integration.ts";
import { awsIntegrationAttachment } from "./resources/aws-integration-attachment.ts";
import { environmentVariable, mountedFile } from "./resources/configuration-element.ts";
import { context } from "./resources/context.ts";
import { contextAttachment } from "./resources/context-attachment.ts";
import { driftDetection } from "./resources/drift-detection.ts";
import { policy } from "./resources/policy.ts";
import { policyAttachment } from "./resources/policy-attachment.ts";
import { role } from "./resources/role.ts";
import { roleAttachment } from "./resources/role-attachment.ts";
import { space } from "./resources/space.ts";
import { stack } from "./resources/stack.ts";
import { stackDependency } from "./resources/stack-dependency.ts";
import { stackDependencyReference } from "./resources/stack-dependency-reference.ts";
import { accessRules } from "./rules/access.ts";
import { configurationRules } from "./rules/configuration.ts";
import { dependencyRules } from "./rules/dependency.ts";
import { integrationRules } from "./rules/integration.ts";
import { policyRules } from "./rules/policy.ts";
import { roleRules } from "./rules/role.ts";
import { scheduleRules } from "./rules/schedule.ts";
import { spaceRules } from "./rules/space.ts";
import { stackRules } from "./rules/stack.ts";

/** Every rule of the simulated Spacelift. */
export const spaceliftRules: readonly AnyRule[] = [
  loginRules,
  accessRules,
  spaceRules,
  stackRules,
  configurationRules,
  policyRules,
  dependencyRules,
  roleRules,
  integrationRules,
  scheduleRules,
].flatMap((rules) => Object.values<AnyRule>(rules));

/** Facts of the sheet that are not enforced. */
export const spaceliftLeftOut: readonly LeftOut[] = [];

/** The provider `spacelift-io/spacelift` on the simulated accounts. */
export function spaceliftProvider(world: World, actor: Actor): Service<Spacelift> {
  return {
    provider: "spacelift",
    sources: ["spacelift-io/spacelift"],
    resources: [
      space,
      stack,
      stackDependency,
      stackDependencyReference,
      driftDetection,
      context,
      contextAttachment,
      environmentVariable,
      mountedFile,
      policy,
      policyAttachment,
      role,
      roleAttachment,
      awsIntegration,
      awsIntegrationAttachment,
    ],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure(config, environment) {
      try {
        return logIn(world, actor, config, environment);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        throw new ProviderError(error.message);
      }
    },
  };
}
