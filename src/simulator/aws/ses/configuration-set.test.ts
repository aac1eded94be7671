import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";

const type = "aws_sesv2_configuration_set";
const whole: Values = {
  configuration_set_name: "mail",
  delivery_options: [{ tls_policy: "REQUIRE", max_delivery_seconds: 600 }],
  reputation_options: [{ reputation_metrics_enabled: true }],
  sending_options: [{ sending_enabled: false }],
  suppression_options: [{ suppressed_reasons: ["BOUNCE"] }],
  vdm_options: [
    {
      dashboard_options: [{ engagement_metrics: "ENABLED" }],
      guardian_options: [{ optimized_shared_delivery: "DISABLED" }],
    },
  ],
};

test("a set with nothing but a name sends, without metrics", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { configuration_set_name: "mail" });
  expect(state).toMatchObject({
    id: "mail",
    arn: "arn:aws:ses:us-east-1:123456789012:configuration-set/mail",
    reputation_options: [{ reputation_metrics_enabled: false }],
    sending_options: [{ sending_enabled: true }],
    delivery_options: [],
    suppression_options: [],
  });
  expect(cloud.plan(type, state, { configuration_set_name: "mail" }).action).toBe("none");
});

test("every option is kept as it was asked for, and imported without a change", () => {
  const cloud = testCloud();
  const state = cloud.create(type, whole);
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.plan(type, state, whole).action).toBe("none");
  expect(cloud.plan(type, cloud.import(type, "mail"), whole).action).toBe("none");
});

test("options change in place, each by its own call", () => {
  const cloud = testCloud();
  const changed = {
    ...whole,
    delivery_options: [{ tls_policy: "OPTIONAL" }],
    sending_options: [{ sending_enabled: true }],
    suppression_options: [],
  };
  const updated = cloud.update(cloud.create(type, whole), type, changed);
  expect(cloud.read(type, updated)).toEqual(updated);
  expect(updated).toMatchObject({
    delivery_options: [{ tls_policy: "OPTIONAL", max_delivery_seconds: null }],
    sending_options: [{ sending_enabled: true }],
    suppression_options: [],
    reputation_options: [{ reputation_metrics_enabled: true }],
  });
});

test("another name replaces", () => {
  const cloud = testCloud();
  const state = cloud.create(type, whole);
  expect(cloud.plan(type, state, { ...whole, configuration_set_name: "post" }).replace).toEqual([
    "configuration_set_name",
  ]);
});

test("a policy that TLS does not know is refused before anything is made", () => {
  const cloud = testCloud();
  expect(() => cloud.create(type, { ...whole, delivery_options: [{ tls_policy: "Require" }] })).toThrow(
    "expected delivery_options.tls_policy to be one of",
  );
  expect(cloud.world.ledger()).toEqual([]);
});

test("suppression of the account holds until it is set otherwise, and outlives the resource", () => {
  const cloud = testCloud();
  const suppression = "aws_sesv2_account_suppression_attributes";
  const state = cloud.create(suppression, { suppressed_reasons: ["COMPLAINT"] });
  expect(state.id).toBe("123456789012");
  expect(cloud.read(suppression, state)).toEqual(state);
  const updated = cloud.update(state, suppression, { suppressed_reasons: ["COMPLAINT", "BOUNCE"] });
  cloud.delete(suppression, updated);
  expect(cloud.read(suppression, state)?.suppressed_reasons).toEqual(["COMPLAINT", "BOUNCE"]);
});

test("an account suppresses for both reasons before anybody sets it", () => {
  const imported = testCloud().import("aws_sesv2_account_suppression_attributes", "any");
  expect(imported.suppressed_reasons).toEqual(["BOUNCE", "COMPLAINT"]);
});
