import { configured } from "../planning/diagnostics.ts";
import type { Service } from "../planning/service.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Spacelift } from "./client.ts";
import { accountData, ipsData, roleActionsData, toolVersionsData } from "./data-sources/account.ts";
import {
  contextAttachmentData,
  contextData,
  contextsData,
  environmentVariableData,
  mountedFileData,
} from "./data-sources/context.ts";
import { currentStackData } from "./data-sources/current.ts";
import {
  awsExternalIdData,
  awsIntegrationAttachmentData,
  awsIntegrationData,
  awsIntegrationsData,
} from "./data-sources/integration.ts";
import { moduleData, modulesData } from "./data-sources/module.ts";
import { policiesData, policyData } from "./data-sources/policy.ts";
import { idpGroupMappingData, roleData, userData } from "./data-sources/role.ts";
import { scheduledDeleteStackData, scheduledRunData, scheduledTaskData } from "./data-sources/schedule.ts";
import { currentSpaceData, spaceByPathData, spaceData, spacesData } from "./data-sources/space.ts";
import { driftDetectionData, stackData, stackOutputsData, stacksData } from "./data-sources/stack.ts";
import { namedWebhookData, webhookData } from "./data-sources/webhook.ts";
import { workerPoolData, workerPoolsData } from "./data-sources/worker-pool.ts";
import { logIn } from "./login.ts";
import { apiKey } from "./resources/api-key.ts";
import { awsIntegration } from "./resources/aws-integration.ts";
import { awsIntegrationAttachment } from "./resources/aws-integration-attachment.ts";
import { environmentVariable, mountedFile } from "./resources/configuration-element.ts";
import { context } from "./resources/context.ts";
import { contextAttachment } from "./resources/context-attachment.ts";
import { driftDetection } from "./resources/drift-detection.ts";
import { idpGroupMapping } from "./resources/idp-group-mapping.ts";
import { module } from "./resources/module.ts";
import { namedWebhook } from "./resources/named-webhook.ts";
import { namedWebhookSecretHeader } from "./resources/named-webhook-secret-header.ts";
import { policy } from "./resources/policy.ts";
import { policyAttachment } from "./resources/policy-attachment.ts";
import { role } from "./resources/role.ts";
import { roleAttachment } from "./resources/role-attachment.ts";
import { run } from "./resources/run.ts";
import { scheduledDeleteStack } from "./resources/scheduled-delete-stack.ts";
import { scheduledRun } from "./resources/scheduled-run.ts";
import { scheduledTask } from "./resources/scheduled-task.ts";
import { space } from "./resources/space.ts";
import { stack } from "./resources/stack.ts";
import { stackActivator } from "./resources/stack-activator.ts";
import { stackDependency } from "./resources/stack-dependency.ts";
import { stackDependencyReference } from "./resources/stack-dependency-reference.ts";
import { stackDestructor } from "./resources/stack-destructor.ts";
import { task } from "./resources/task.ts";
import { user } from "./resources/user.ts";
import { version } from "./resources/version.ts";
import { webhook } from "./resources/webhook.ts";
import { workerPool } from "./resources/worker-pool.ts";
import { workerPoolRecycle } from "./resources/worker-pool-recycle.ts";

/** The provider `spacelift-io/spacelift` on the simulated accounts. */
export function spaceliftProvider(world: World, actor: Actor): Service<Spacelift> {
  return {
    provider: "spacelift",
    sources: ["spacelift-io/spacelift"],
    resources: [
      apiKey,
      awsIntegration,
      awsIntegrationAttachment,
      context,
      contextAttachment,
      driftDetection,
      environmentVariable,
      idpGroupMapping,
      module,
      mountedFile,
      namedWebhook,
      namedWebhookSecretHeader,
      policy,
      policyAttachment,
      role,
      roleAttachment,
      run,
      scheduledDeleteStack,
      scheduledRun,
      scheduledTask,
      space,
      stack,
      stackActivator,
      stackDependency,
      stackDependencyReference,
      stackDestructor,
      task,
      user,
      version,
      webhook,
      workerPool,
      workerPoolRecycle,
    ],
    dataSources: [
      accountData,
      awsExternalIdData,
      awsIntegrationAttachmentData,
      awsIntegrationData,
      awsIntegrationsData,
      contextAttachmentData,
      contextData,
      contextsData,
      currentSpaceData,
      currentStackData,
      driftDetectionData,
      environmentVariableData,
      idpGroupMappingData,
      ipsData,
      moduleData,
      modulesData,
      mountedFileData,
      namedWebhookData,
      policiesData,
      policyData,
      roleActionsData,
      roleData,
      scheduledDeleteStackData,
      scheduledRunData,
      scheduledTaskData,
      spaceByPathData,
      spaceData,
      spacesData,
      stackData,
      stackOutputsData,
      stacksData,
      toolVersionsData,
      userData,
      webhookData,
      workerPoolData,
      workerPoolsData,
    ],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure: (config, environment) => configured(() => logIn(world, actor, config, environment)),
  };
}
