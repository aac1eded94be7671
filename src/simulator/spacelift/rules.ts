import type { AnyRule } from "../rule.ts";
import { accessRules } from "./rules/access.ts";
import { configurationRules } from "./rules/configuration.ts";
import { dependencyRules } from "./rules/dependency.ts";
import { integrationRules } from "./rules/integration.ts";
import { loginRules } from "./rules/login.ts";
import { lookupRules } from "./rules/lookup.ts";
import { moduleRules } from "./rules/module.ts";
import { peopleRules } from "./rules/people.ts";
import { policyRules } from "./rules/policy.ts";
import { roleRules } from "./rules/role.ts";
import { runRules } from "./rules/run.ts";
import { scheduleRules } from "./rules/schedule.ts";
import { spaceRules } from "./rules/space.ts";
import { stackRules } from "./rules/stack.ts";
import { webhookRules } from "./rules/webhook.ts";
import { workerPoolRules } from "./rules/worker-pool.ts";

/** Every rule of the simulated Spacelift. */
export const spaceliftRules: readonly AnyRule[] = [
  loginRules,
  accessRules,
  spaceRules,
  stackRules,
  runRules,
  configurationRules,
  policyRules,
  dependencyRules,
  roleRules,
  peopleRules,
  integrationRules,
  scheduleRules,
  moduleRules,
  workerPoolRules,
  webhookRules,
  lookupRules,
].flatMap((rules) => Object.values<AnyRule>(rules));
