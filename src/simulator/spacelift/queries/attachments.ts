import { isReachable } from "../reach.ts";
import type { SpaceliftContext } from "../records/context.ts";
import type { AwsIntegration } from "../records/integration.ts";
import type { Policy, PolicyType } from "../records/policy.ts";
import { type AccountRecords, type Project, projectOf } from "./account.ts";

/** A context in force for a project; `priority` is null when its label attached it. */
export interface AttachedContext {
  readonly context: SpaceliftContext;
  readonly priority: number | null;
}

/**
 * Contexts of a project from the highest rank to the lowest: attached ones by priority, lowest number first, then those
 * attached by label, alphabetically [spacelift.md §5.1]. Equal priorities are ordered by name.
 */
export function contextsOf(records: AccountRecords, projectId: string): readonly AttachedContext[] {
  const project = projectOf(records, projectId);
  if (!project) return [];
  const attached = records.contextAttachments
    .filter((attachment) => attachment.projectId === projectId)
    .flatMap(({ contextId, priority }) => {
      const context = records.contexts.get(contextId);
      return context ? [{ context, priority }] : [];
    })
    .sort((left, right) => left.priority - right.priority || byName(left.context, right.context));
  const taken = new Set(attached.map(({ context }) => context.id));
  const automatic = [...records.contexts.values()]
    .filter((context) => !taken.has(context.id) && isAutoAttached(records, project, context))
    .sort(byName)
    .map((context) => ({ context, priority: null }));
  return [...attached, ...automatic];
}

/** A policy in force for a project, and what brought it there. */
export interface AppliedPolicy {
  readonly policy: Policy;
  readonly by: "attachment" | "label" | "space";
}

/**
 * Policies that apply to a project, by name: attached, attached by label (never login policies), or, for notification
 * policies, by the space alone [spacelift.md §8.3].
 */
export function policiesOf(records: AccountRecords, projectId: string, type?: PolicyType): readonly AppliedPolicy[] {
  const project = projectOf(records, projectId);
  if (!project) return [];
  const attached = new Set(
    records.policyAttachments
      .filter((attachment) => attachment.projectId === projectId)
      .map(({ policyId }) => policyId),
  );
  return [...records.policies.values()]
    .filter((policy) => (type === undefined || policy.type === type) && policy.type !== "LOGIN")
    .flatMap((policy): AppliedPolicy[] => {
      if (attached.has(policy.id)) return [{ policy, by: "attachment" }];
      if (isAutoAttached(records, project, policy)) return [{ policy, by: "label" }];
      const bySpace = policy.type === "NOTIFICATION" && isReachable(records.spaces, project.spaceId, policy.spaceId);
      return bySpace ? [{ policy, by: "space" }] : [];
    })
    .sort((left, right) => byName(left.policy, right.policy));
}

export type CloudAccess = "read" | "write";

/**
 * The AWS integration that gives a project its credentials: its own read or write attachment, else one attached by label,
 * which needs the integration's toggle as well and serves both.
 */
export function awsIntegrationOf(
  records: AccountRecords,
  projectId: string,
  access: CloudAccess,
): AwsIntegration | undefined {
  const project = projectOf(records, projectId);
  if (!project) return undefined;
  const attachment = records.awsAttachments.find((candidate) => candidate.projectId === projectId && candidate[access]);
  if (attachment) return records.awsIntegrations.get(attachment.integrationId);
  return [...records.awsIntegrations.values()]
    .filter((integration) => integration.autoattachEnabled && isAutoAttached(records, project, integration))
    .sort(byName)[0];
}

/** The access a phase of a run gets: planning reads, everything that changes or performs writes [spacelift.md §9]. */
export function accessOf(phase: "init" | "plan" | "apply" | "perform" | "destroy"): CloudAccess {
  return phase === "init" || phase === "plan" ? "read" : "write";
}

/** The external id with which Spacelift assumes an integration's role on shared workers. */
export function externalIdOf(account: string, integrationId: string, projectId: string, access: CloudAccess): string {
  return `${account}@${integrationId}@${projectId}@${access}`;
}

/** Whether a label of the attachable names a label of a project in its reach; `autoattach:*` names every project. */
function isAutoAttached(
  records: Pick<AccountRecords, "spaces">,
  project: Project,
  attachable: { readonly labels: readonly string[]; readonly spaceId: string },
): boolean {
  const wanted = attachable.labels
    .filter((label) => label.startsWith("autoattach:"))
    .map((label) => label.slice("autoattach:".length));
  if (!wanted.some((label) => label === "*" || project.labels.includes(label))) return false;
  return isReachable(records.spaces, project.spaceId, attachable.spaceId);
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
