import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { numberOrNull, text } from "../input.ts";
import { projectOf, projectValues } from "../project.ts";
import { isReachable } from "../reach.ts";
import { configurationRules as rules } from "../rules/configuration.ts";
import { spaceRules } from "../rules/space.ts";
import { lastPart, splitId } from "../text-ids.ts";
import { spacesOf } from "../usage.ts";

export const contextAttachment: ResourceType<Spacelift> = {
  type: "spacelift_context_attachment",
  label: "context attachment",
  create({ client, input }) {
    const attachments = client.table("context-attachment");
    const contextId = text(input.context_id);
    const { projectKind, projectId, spaceId } = projectOf(client, input);
    const parameters = { context: contextId, project: projectId };
    return client.call({ operation: "contextAttach", space: spaceId, resources: [projectId], parameters }, () => {
      const context = client.table("context").get(contextId);
      refuseUnless(context, rules.contextNotFound, contextId);
      refuseUnless(
        isReachable(spacesOf(client), spaceId, context.spaceId),
        spaceRules.outOfReach,
        "context",
        contextId,
      );
      const twin = attachments.find((other) => other.contextId === contextId && other.projectId === projectId);
      refuseIf(twin, rules.contextAttached, contextId, projectId);
      const id = client.ulid("context-attachment", [contextId, projectId]);
      attachments.put(id, { id, contextId, projectKind, projectId, priority: numberOrNull(input.priority) ?? 0 });
      return { id: `${contextId}/${id}` };
    });
  },
  read({ client, state }) {
    const found = client.table("context-attachment").get(lastPart(text(state.id)));
    if (!found) return null;
    return {
      id: `${found.contextId}/${found.id}`,
      context_id: found.contextId,
      ...projectValues(found),
      priority: found.priority,
    };
  },
  delete({ client, state }) {
    const attachments = client.table("context-attachment");
    const { spaceId } = projectOf(client, state);
    const id = lastPart(text(state.id));
    client.call({ operation: "contextDetach", space: spaceId, resources: [id] }, () => {
      refuseUnless(attachments.delete(id), rules.contextNotFound, text(state.context_id));
    });
  },
  import({ client }, id) {
    const [contextId, projectId] = splitId(id, 2);
    const found = client
      .table("context-attachment")
      .find((attachment) => attachment.contextId === contextId && attachment.projectId === projectId);
    return found ? { id: `${contextId}/${found.id}` } : null;
  },
};
