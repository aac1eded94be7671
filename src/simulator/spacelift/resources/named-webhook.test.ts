import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

const config = { name: "Audit", enabled: true, endpoint: "https://example.org", space_id: "root" };

test("a secret shows as its checksum, and is no change when it is given again", () => {
  const spacelift = testSpacelift();
  const secret = { ...config, secret: "hunter2" };
  const state = spacelift.create("spacelift_named_webhook", secret);
  expect(state.secret).toBe(createHash("sha256").update("hunter2").digest("hex"));
  expect(spacelift.plan("spacelift_named_webhook", state, secret).action).toBe("none");
  expect(JSON.stringify(spacelift.world.snapshot())).not.toContain("hunter2");
});

test("a header that is given write-only is set without a value, as the provider never sends it", () => {
  const spacelift = testSpacelift();
  const { id } = spacelift.create("spacelift_named_webhook", config);
  const header = { webhook_id: String(id), key: "X-Key", value_wo: "hunter2", value_wo_version: "1" };
  spacelift.create("spacelift_named_webhook_secret_header", header);
  const [stored] = spacelift.spacelift.table("named-webhook").get("audit")?.secretHeaders ?? [];
  expect([stored?.key, spacelift.spacelift.unseal(stored?.value ?? "")]).toEqual(["X-Key", ""]);
});

test("a header outlives a change of its webhook, and goes with the webhook", () => {
  const spacelift = testSpacelift();
  const webhook = spacelift.create("spacelift_named_webhook", config);
  const header = { webhook_id: "audit", key: "X-Key", value: "hunter2" };
  const state = spacelift.create("spacelift_named_webhook_secret_header", header);
  const changed = spacelift.update(webhook, "spacelift_named_webhook", { ...config, enabled: false });
  expect(spacelift.data("spacelift_named_webhook", { webhook_id: "audit" }).secret_header_keys).toEqual(["X-Key"]);
  spacelift.delete("spacelift_named_webhook", changed);
  expect(spacelift.read("spacelift_named_webhook_secret_header", state)).toBeNull();
});

test("a webhook that is switched off is imported as that", () => {
  const spacelift = testSpacelift();
  const off = { name: "off", endpoint: "https://example.com/hook", enabled: false, labels: [], space_id: "root" };
  const { id } = spacelift.create("spacelift_named_webhook", off);
  const imported = spacelift.import("spacelift_named_webhook", String(id));
  expect(imported.enabled).toBe(false);
  expect(spacelift.plan("spacelift_named_webhook", imported, off).action).toBe("none");
});
