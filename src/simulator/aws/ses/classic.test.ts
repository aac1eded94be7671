import { expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { findConfigurationSet } from "./configuration-set.ts";
import { confirmIdentity } from "./verification.ts";

test("a domain shows the token for its TXT record, the same after it was made again", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_ses_domain_identity", { domain: "example.org" });
  expect(state.verification_token).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(cloud.read("aws_ses_domain_identity", state)).toEqual(state);
  cloud.delete("aws_ses_domain_identity", state);
  expect(cloud.create("aws_ses_domain_identity", { domain: "example.org" })).toEqual(state);
  expect(cloud.create("aws_ses_domain_identity", { domain: "example.com" }).verification_token).not.toBe(
    state.verification_token,
  );
});

test("signing keys are asked for apart from the domain, and asking again gives the same", () => {
  const cloud = testCloud();
  cloud.create("aws_ses_domain_identity", { domain: "example.org" });
  const dkim = cloud.create("aws_ses_domain_dkim", { domain: "example.org" });
  expect(dkim.dkim_tokens).toHaveLength(3);
  expect(cloud.read("aws_ses_domain_dkim", dkim)).toEqual(dkim);
  expect(cloud.create("aws_ses_domain_dkim", { domain: "example.org" })).toEqual(dkim);
});

test("a domain that was only signed stays behind when the signing is removed", () => {
  const cloud = testCloud();
  const dkim = cloud.create("aws_ses_domain_dkim", { domain: "example.org" });
  cloud.delete("aws_ses_domain_dkim", dkim);
  expect(cloud.world.ledger().map(({ table, id }) => `${table} ${id}`)).toEqual([
    "aws/123456789012/us-east-1/ses/identity example.org",
  ]);
});

test("verifying an address that is verified changes nothing", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_ses_email_identity", { email: "team@example.org" });
  confirmIdentity(cloud.aws, "team@example.org");
  expect(cloud.create("aws_ses_email_identity", { email: "team@example.org" })).toEqual(state);
  expect(cloud.import("aws_sesv2_email_identity", "team@example.org").verification_status).toBe("SUCCESS");
});

test("an identity that went by another hand is gone from the state", () => {
  const cloud = testCloud();
  const state = cloud.create("aws_ses_email_identity", { email: "team@example.org" });
  cloud.delete("aws_ses_email_identity", state);
  expect(cloud.read("aws_ses_email_identity", state)).toBeNull();
  expect(() => cloud.delete("aws_ses_email_identity", state)).not.toThrow();
});

test("a configuration set is the same object for both versions of the API", () => {
  const cloud = testCloud();
  const config = { name: "mail", reputation_metrics_enabled: true, delivery_options: [{ tls_policy: "Require" }] };
  const state = cloud.create("aws_ses_configuration_set", config);
  expect(cloud.read("aws_ses_configuration_set", state)).toEqual(state);
  expect(cloud.plan("aws_ses_configuration_set", state, config).action).toBe("none");
  expect(cloud.import("aws_sesv2_configuration_set", "mail")).toMatchObject({
    arn: state.arn ?? null,
    delivery_options: [{ tls_policy: "REQUIRE" }],
    reputation_options: [{ reputation_metrics_enabled: true }],
  });
});

test("a setting that is refused leaves the set behind, so that the engine knows of it", () => {
  const cloud = testCloud();
  const config = { name: "mail", tracking_options: [{ custom_redirect_domain: "click.example.org" }] };
  expect(() => cloud.create("aws_ses_configuration_set", config)).toThrow(
    "operation error SES: CreateConfigurationSetTrackingOptions, https response error StatusCode: 400",
  );
  expect(findConfigurationSet(cloud.aws, "mail")?.tracking).toBeNull();
});

test("a set without delivery options has none after they were taken away", () => {
  const cloud = testCloud();
  const config = { name: "mail", delivery_options: [{ tls_policy: "Require" }] };
  const updated = cloud.update(cloud.create("aws_ses_configuration_set", config), "aws_ses_configuration_set", {
    name: "mail",
    sending_enabled: false,
  });
  expect(updated).toMatchObject({ delivery_options: [], sending_enabled: false });
  expect(cloud.read("aws_ses_configuration_set", updated)).toEqual(updated);
});
