import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { webhookRules } from "./webhook.ts";

function webhook(spacelift: TestSpacelift, name: string): string {
  const config = { name, enabled: true, endpoint: "https://example.org/hook", space_id: "root" };
  return String(spacelift.create("spacelift_named_webhook", config).id);
}

function header(spacelift: TestSpacelift, webhook_id: string): void {
  spacelift.create("spacelift_named_webhook_secret_header", { webhook_id, key: "X-Token", value: "secret" });
}

testRules(webhookRules, () => testSpacelift(), {
  slugTaken: {
    refused(spacelift) {
      webhook(spacelift, "Audit log");
      webhook(spacelift, "audit-log");
    },
    accepted(spacelift) {
      webhook(spacelift, "Audit log");
      webhook(spacelift, "Audit log 2");
    },
  },
  notFound: {
    refused: (spacelift) => header(spacelift, "missing"),
    accepted: (spacelift) => header(spacelift, webhook(spacelift, "Audit log")),
  },
});
