import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text, texts } from "../input.ts";
import type { NamedWebhook } from "../records/webhook.ts";
import { accessRules } from "../rules/access.ts";
import { webhookRules as rules } from "../rules/webhook.ts";
import { slugOf } from "../slug.ts";
import { spacesOf } from "../usage.ts";
import { secretOf, visibleSecret } from "../webhook-secret.ts";

export const namedWebhook: ResourceType<Spacelift> = {
  type: "spacelift_named_webhook",
  label: "named webhook",
  create({ client, input }) {
    const webhooks = client.table("named-webhook");
    const id = slugOf(text(input.name));
    const settings = settingsOf(client, input);
    return client.call(
      { operation: "namedWebhooksIntegrationCreate", space: settings.spaceId, resources: [id] },
      () => {
        refuseUnless(spacesOf(client).get(settings.spaceId), accessRules.unknownSpace, settings.spaceId);
        refuseIf(webhooks.has(id), rules.slugTaken);
        webhooks.put(id, { id, ...settings, secretHeaders: [] });
        return { id, ...visibleSecret(client, settings.secret, input) };
      },
    );
  },
  read({ client, state }) {
    const found = client.table("named-webhook").get(text(state.id));
    if (!found) return null;
    return { ...namedWebhookValues(found), ...visibleSecret(client, found.secret, state) };
  },
  update({ client, state, input }) {
    const webhooks = client.table("named-webhook");
    const id = text(state.id);
    const settings = settingsOf(client, input);
    const request = { space: text(state.space_id), resources: [id] };
    return client.call({ operation: "namedWebhooksIntegrationUpdate", ...request }, () => {
      const found = webhooks.get(id);
      refuseUnless(found, rules.notFound, id);
      refuseUnless(spacesOf(client).get(settings.spaceId), accessRules.unknownSpace, settings.spaceId);
      webhooks.put(id, { ...found, ...settings });
      return visibleSecret(client, settings.secret, input);
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    const request = { space: text(state.space_id), resources: [id] };
    client.call({ operation: "namedWebhooksIntegrationDelete", ...request }, () => {
      client.table("named-webhook").delete(id);
    });
  },
};

/** A named webhook as attributes, without its secrets. */
export function namedWebhookValues(found: NamedWebhook): Values {
  return {
    id: found.id,
    name: found.name,
    endpoint: found.endpoint,
    enabled: found.enabled,
    space_id: found.spaceId,
    labels: found.labels,
    retry_on_failure: found.retryOnFailure,
  };
}

function settingsOf(client: Spacelift, input: Values): Omit<NamedWebhook, "id" | "secretHeaders"> {
  return {
    name: text(input.name),
    endpoint: text(input.endpoint),
    enabled: flag(input.enabled),
    spaceId: text(input.space_id),
    labels: texts(input.labels),
    retryOnFailure: flag(input.retry_on_failure),
    secret: secretOf(client, input),
  };
}
