import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { assumeIntegrationRole } from "../assume-role.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { projectOf, projectValues } from "../project.ts";
import { isReachable } from "../reach.ts";
import type { AwsIntegration, AwsIntegrationAttachment } from "../records/integration.ts";
import { integrationRules as rules } from "../rules/integration.ts";
import { spaceRules } from "../rules/space.ts";
import { splitId } from "../text-ids.ts";
import { spacesOf } from "../usage.ts";

type Access = Pick<AwsIntegrationAttachment, "read" | "write">;

export const awsIntegrationAttachment: ResourceType<Spacelift> = {
  type: "spacelift_aws_integration_attachment",
  label: "AWS integration attachment",
  create({ client, input }) {
    const integrationId = text(input.integration_id);
    const { projectKind, projectId, spaceId } = projectOf(client, input);
    const access = accessOf(input);
    const parameters = { integration: integrationId, project: projectId, ...access };
    return client.call(
      { operation: "awsIntegrationAttach", space: spaceId, resources: [projectId], parameters },
      () => {
        const integration = client.table("aws-integration").get(integrationId);
        refuseUnless(integration, rules.notFound, integrationId);
        const reachable = isReachable(spacesOf(client), spaceId, integration.spaceId);
        refuseUnless(reachable, spaceRules.outOfReach, "AWS integration", integrationId);
        checkAccess(client, projectId, access);
        tryRole(client, integration, projectId, access);
        const id = client.ulid("aws-integration-attachment", [integrationId, projectId]);
        client.table("aws-integration-attachment").put(id, { id, integrationId, projectKind, projectId, ...access });
        return { id: `${integrationId}/${projectId}`, attachment_id: id };
      },
    );
  },
  read({ client, state }) {
    const found = attachmentNamed(client, text(state.id));
    return found ? attachmentValues(found) : null;
  },
  update({ client, state, input }) {
    const { spaceId } = projectOf(client, state);
    const request = { space: spaceId, resources: [text(state.attachment_id)] };
    client.call({ operation: "awsIntegrationAttachmentUpdate", ...request }, () => {
      const found = attachmentNamed(client, text(state.id));
      refuseUnless(found, rules.notFound, text(state.integration_id));
      const access = accessOf(input);
      checkAccess(client, found.projectId, access, found.id);
      client.table("aws-integration-attachment").put(found.id, { ...found, ...access });
    });
    return {};
  },
  delete({ client, state }) {
    const { spaceId } = projectOf(client, state);
    const id = text(state.attachment_id);
    client.call({ operation: "awsIntegrationDetach", space: spaceId, resources: [id] }, () => {
      refuseUnless(client.table("aws-integration-attachment").delete(id), rules.notFound, text(state.integration_id));
    });
  },
  import({ client }, id) {
    return attachmentNamed(client, id) ? { id } : null;
  },
};

/** An attachment as attributes. */
export function attachmentValues(found: AwsIntegrationAttachment): Values {
  const { id, integrationId, projectId, read, write } = found;
  return {
    id: `${integrationId}/${projectId}`,
    attachment_id: id,
    integration_id: integrationId,
    ...projectValues(found),
    read,
    write,
  };
}

/** The attachment behind `<integration>/<project>`. */
export function attachmentNamed(client: Spacelift, id: string): AwsIntegrationAttachment | undefined {
  const [integrationId, projectId] = splitId(id, 2);
  return client
    .table("aws-integration-attachment")
    .find((attachment) => attachment.integrationId === integrationId && attachment.projectId === projectId);
}

function accessOf(input: Values): Access {
  return { read: input.read !== false, write: input.write !== false };
}

/** A project has at most one attachment that reads and one that writes. */
function checkAccess(client: Spacelift, projectId: string, { read, write }: Access, own?: string): void {
  refuseUnless(read || write, rules.noAccess);
  const others = client
    .table("aws-integration-attachment")
    .filter((other) => other.projectId === projectId && other.id !== own);
  refuseIf(read && others.some((other) => other.read), rules.accessTaken, projectId, "read");
  refuseIf(write && others.some((other) => other.write), rules.accessTaken, projectId, "write");
}

/**
 * Spacelift assumes the role when it is attached, unless workers do so with their own identity. An attachment for both is known
 * by its write id.
 */
function tryRole(client: Spacelift, integration: AwsIntegration, projectId: string, { write }: Access): void {
  const account = client.table("account").get(client.account);
  if (!account || integration.generateCredentialsInWorker) return;
  const result = assumeIntegrationRole(client.world, {
    account,
    integration,
    projectId,
    access: write ? "write" : "read",
    sessionName: `${projectId}@${account.name}`.slice(0, 64),
    actor: client.actor,
  });
  if (!result.ok) refuse(rules.trust, integration.roleArn, result.reason);
}
