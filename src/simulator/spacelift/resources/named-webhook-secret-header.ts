import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import type { NamedWebhook } from "../records/webhook.ts";
import { webhookRules as rules } from "../rules/webhook.ts";
import { splitId } from "../text-ids.ts";

export const namedWebhookSecretHeader: ResourceType<Spacelift> = {
  type: "spacelift_named_webhook_secret_header",
  label: "named webhook secret header",
  create({ client, input }) {
    const webhooks = client.table("named-webhook");
    const id = text(input.webhook_id);
    const key = text(input.key);
    const space = webhooks.get(id)?.spaceId ?? "root";
    return client.call({ operation: "namedWebhooksIntegrationSetHeaders", space, resources: [id] }, () => {
      const found = webhooks.get(id);
      refuseUnless(found, rules.notFound, id);
      // The provider never sends `value_wo`.
      const header = { key, value: client.seal(text(input.value)) };
      webhooks.put(id, { ...found, secretHeaders: [...headersWithout(found, key), header] });
      return { id: `${id}/${key}` };
    });
  },
  read({ client, state }) {
    const [webhookId = "", key = ""] = splitId(text(state.id), 2);
    const found = client.table("named-webhook").get(webhookId);
    const isSet = found?.secretHeaders.some((header) => header.key === key);
    return isSet ? { id: text(state.id), webhook_id: webhookId, key } : null;
  },
  delete({ client, state }) {
    const webhooks = client.table("named-webhook");
    const id = text(state.webhook_id);
    const space = webhooks.get(id)?.spaceId ?? "root";
    client.call({ operation: "namedWebhooksIntegrationDeleteHeaders", space, resources: [id] }, () => {
      const found = webhooks.get(id);
      refuseUnless(found, rules.notFound, id);
      webhooks.put(id, { ...found, secretHeaders: headersWithout(found, text(state.key)) });
    });
  },
};

function headersWithout({ secretHeaders }: NamedWebhook, key: string): NamedWebhook["secretHeaders"] {
  return secretHeaders.filter((header) => header.key !== key);
}
