import type { Construct } from "constructs";
import { AwsIntegrationAttachment } from "../../../.gen/spacelift/aws-integration-attachment.js";
import { ContextAttachment } from "../../../.gen/spacelift/context-attachment.js";
import { EnvironmentVariable } from "../../../.gen/spacelift/environment-variable.js";
import { Stack } from "../../../.gen/spacelift/stack.js";
import { StackDependency } from "../../../.gen/spacelift/stack-dependency.js";
import { StackDependencyReference } from "../../../.gen/spacelift/stack-dependency-reference.js";
import type { Organization } from "../../configuration/organization.ts";
import { NamedScope, self } from "../named-scope.ts";
import type { IntegrationIds } from "./aws-integrations.ts";
import { globsBelow, stackDefaults } from "./source-control.ts";
import { type WatchProps, watch } from "./watch.ts";

export interface ManagedStackProps extends Pick<WatchProps, "policyIds" | "driftSchedule"> {
  readonly organization: Pick<Organization, "versionControl">;
  /** Exact version of the engine. */
  readonly openTofuVersion: string;
  readonly name: string;
  readonly description: string;
  readonly spaceId: string;
  readonly projectRoot: string;
  readonly labels: readonly string[];
  readonly autodeploy: boolean;
  /** Deletion protection, and drift that is reported but never reconciled. */
  readonly protect: boolean;
  /** Ways into the account whose credentials its runs get; none when left out. */
  readonly awsIntegrations?: IntegrationIds;
  /** Ids by a key that names the attachment. */
  readonly contextIds: Readonly<Record<string, string>>;
  /** Plain variables, by name: only what is not known when the stack is rendered. */
  readonly variables: Readonly<Record<string, string>>;
}

/** An output of one stack that another one gets as an environment variable. */
export interface Reference {
  readonly output: string;
  readonly variable: string;
}

/** A stack that the administrative stack manages, with everything that is attached to it. */
export class ManagedStack extends NamedScope {
  readonly id: string;

  constructor(scope: Construct, key: string, props: ManagedStackProps) {
    super(scope, key);
    const { projectRoot, protect } = props;
    const stack = new Stack(this, self, {
      ...stackDefaults(props.organization, props.openTofuVersion),
      name: props.name,
      description: props.description,
      spaceId: props.spaceId,
      projectRoot,
      additionalProjectGlobs: globsBelow(projectRoot),
      labels: [...props.labels],
      autodeploy: props.autodeploy,
      protectFromDeletion: protect,
    });
    const stackId = stack.id;
    this.id = stackId;
    for (const [access, integrationId] of Object.entries(props.awsIntegrations ?? {})) {
      new AwsIntegrationAttachment(this, `aws-${access}`, {
        integrationId,
        stackId,
        read: access === "plan",
        write: access === "apply",
      });
    }
    for (const [name, contextId] of Object.entries(props.contextIds)) {
      new ContextAttachment(this, name, { contextId, stackId, priority: 0 });
    }
    for (const [name, value] of Object.entries(props.variables)) {
      new EnvironmentVariable(this, name, { stackId, name, value, writeOnly: false });
    }
    watch(this, { ...props, stackId, reconcile: !protect });
  }

  /** Makes this stack run after another one, with outputs of it as variables. */
  runAfter(other: ManagedStack, references: readonly Reference[]): void {
    const scope = new NamedScope(this, `after-${other.node.id}`);
    const dependency = new StackDependency(scope, self, { stackId: this.id, dependsOnStackId: other.id });
    for (const { output, variable } of references) {
      new StackDependencyReference(scope, output, {
        stackDependencyId: dependency.id,
        outputName: output,
        inputName: variable,
        // Otherwise a run is skipped when no output changed, even though the network or the cluster did.
        triggerAlways: true,
      });
    }
  }
}
