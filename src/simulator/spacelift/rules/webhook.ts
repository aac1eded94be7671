import { rule } from "../../rule.ts";

/** Refusals about webhooks. */
export const webhookRules = {
  slugTaken: rule({
    id: "spacelift/named-webhook-slug-taken",
    operation: "namedWebhooksIntegrationCreate",
    code: "invalid",
    http: 200,
    message: () => "could not persist webhook: webhook with this slug already exists for this account",
    source: "P:resource_named_webhook_test.go (the id is made of the name; text by analogy with contexts)",
  }),
  notFound: rule({
    id: "spacelift/webhook-not-found",
    operation: "namedWebhooksIntegrationSetHeaders, namedWebhooksIntegrationUpdate, webhooksIntegrationUpdate",
    code: "not_found",
    http: 200,
    message: (webhook: string) => `webhook ${webhook} not found`,
    source: "P:resource_named_webhook_secret_header.go",
  }),
};
