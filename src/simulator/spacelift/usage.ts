import type { Spacelift } from "./client.ts";
import { isReachable, type SpaceLookup } from "./reach.ts";
import type { Module } from "./records/module.ts";
import type { Space } from "./records/space.ts";
import type { Stack } from "./records/stack.ts";

/** Something in a space that projects use: a context, policy, integration or worker pool. */
export interface Attachable {
  readonly kind: "context" | "policy" | "AWS integration" | "VCS integration" | "worker pool";
  readonly id: string;
  readonly spaceId: string;
}

/** A project using an attachable. */
export interface Use {
  readonly project: { readonly id: string; readonly spaceId: string };
  readonly attachable: Attachable;
}

/** Spaces of the client's account. */
export function spacesOf(client: Spacelift): SpaceLookup & { rows(): Space[] } {
  return client.table("space");
}

/** Stacks and modules of the account. */
function projectsOf(client: Spacelift): readonly (Stack | Module)[] {
  return [...client.table("stack").rows(), ...client.table("module").rows()];
}

/** Every explicit use of an attachable by a project. Uses by label come and go with reach and are none of these. */
export function usesOf(client: Spacelift): readonly Use[] {
  const projects = new Map(projectsOf(client).map((project) => [project.id, project]));
  const use = (projectId: string, kind: Attachable["kind"], found: { id: string; spaceId: string } | undefined) => {
    const project = projects.get(projectId);
    return project && found ? [{ project, attachable: { kind, id: found.id, spaceId: found.spaceId } }] : [];
  };
  const contexts = client.table("context");
  const policies = client.table("policy");
  const integrations = client.table("aws-integration");
  const pools = client.table("worker-pool");
  const vcs = client.table("vcs-integration");
  return [
    ...client
      .table("context-attachment")
      .rows()
      .flatMap(({ projectId, contextId }) => use(projectId, "context", contexts.get(contextId))),
    ...client
      .table("policy-attachment")
      .rows()
      .flatMap(({ projectId, policyId }) => use(projectId, "policy", policies.get(policyId))),
    ...client
      .table("aws-integration-attachment")
      .rows()
      .flatMap(({ projectId, integrationId }) => use(projectId, "AWS integration", integrations.get(integrationId))),
    ...[...projects.values()].flatMap(({ id, workerPoolId, sourceControl }) => {
      const integration = vcs.get(sourceControl.integrationId);
      return [
        ...(workerPoolId ? use(id, "worker pool", pools.get(workerPoolId)) : []),
        ...(integration?.isDefault ? [] : use(id, "VCS integration", integration)),
      ];
    }),
  ];
}

/** The first use that a changed tree or changed spaces of things would cut. */
export function brokenUse(
  spaces: SpaceLookup,
  uses: readonly Use[],
  moved: (use: Use) => Use = (use) => use,
): Use | undefined {
  return uses.find((use) => {
    const { project, attachable } = moved(use);
    return !isReachable(spaces, project.spaceId, attachable.spaceId);
  });
}
