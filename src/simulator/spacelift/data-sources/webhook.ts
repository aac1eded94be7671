import type { DataSource } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { projectOf } from "../project.ts";
import { namedWebhookValues } from "../resources/named-webhook.ts";
import { webhookValues } from "../resources/webhook.ts";
import { recordOf } from "./lookup.ts";

export const webhookData: DataSource<Spacelift> = {
  type: "spacelift_webhook",
  read({ client }, config) {
    projectOf(client, config);
    return webhookValues(recordOf(client, "webhook", config.webhook_id, "webhook"));
  },
};

export const namedWebhookData: DataSource<Spacelift> = {
  type: "spacelift_named_webhook",
  read({ client }, { webhook_id }) {
    const found = recordOf(client, "named-webhook", webhook_id, "named webhook");
    return { ...namedWebhookValues(found), secret_header_keys: found.secretHeaders.map(({ key }) => key) };
  },
};
