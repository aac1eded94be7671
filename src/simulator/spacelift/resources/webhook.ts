import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import { projectOf, projectValues } from "../project.ts";
import type { Webhook } from "../records/webhook.ts";
import { webhookRules as rules } from "../rules/webhook.ts";
import { splitId } from "../text-ids.ts";
import { secretOf, visibleSecret } from "../webhook-secret.ts";

export const webhook: ResourceType<Spacelift> = {
  type: "spacelift_webhook",
  label: "webhook",
  create({ client, input }) {
    const { spaceId, projectId } = projectOf(client, input);
    return client.call({ operation: "webhooksIntegrationCreate", space: spaceId, resources: [projectId] }, () => {
      const id = client.ulid("webhook", [projectId, text(input.endpoint)]);
      const made = client.table("webhook").put(id, { id, ...settingsOf(client, input) });
      return { id, ...visibleSecret(client, made.secret, input) };
    });
  },
  read({ client, state }) {
    const found = client.table("webhook").get(text(state.id));
    return found ? { ...webhookValues(found), ...visibleSecret(client, found.secret, state) } : null;
  },
  update({ client, state, input }) {
    const id = text(state.id);
    const { spaceId } = projectOf(client, input);
    return client.call({ operation: "webhooksIntegrationUpdate", space: spaceId, resources: [id] }, () => {
      refuseUnless(client.table("webhook").has(id), rules.notFound, id);
      const made = client.table("webhook").put(id, { id, ...settingsOf(client, input) });
      return visibleSecret(client, made.secret, input);
    });
  },
  delete({ client, state }) {
    const { spaceId } = projectOf(client, state);
    const id = text(state.id);
    client.call({ operation: "webhooksIntegrationDelete", space: spaceId, resources: [id] }, () => {
      client.table("webhook").delete(id);
    });
  },
  import({ client }, id) {
    const [kind, projectId, webhookId = ""] = splitId(id, 3);
    const found = client.table("webhook").get(webhookId);
    return found && found.projectKind === kind && found.projectId === projectId ? { id: webhookId } : null;
  },
};

/** A webhook as attributes, without its secret. */
export function webhookValues(found: Webhook): Values {
  return {
    id: found.id,
    ...projectValues(found),
    endpoint: found.endpoint,
    enabled: found.enabled,
    retry_on_failure: found.retryOnFailure,
  };
}

function settingsOf(client: Spacelift, input: Values): Omit<Webhook, "id"> {
  const { projectKind, projectId } = projectOf(client, input);
  return {
    projectKind,
    projectId,
    endpoint: text(input.endpoint),
    enabled: flag(input.enabled),
    retryOnFailure: flag(input.retry_on_failure),
    secret: secretOf(client, input),
  };
}
