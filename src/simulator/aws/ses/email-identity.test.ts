import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";
import { blocks } from "../input.ts";
import { deleteConfigurationSet } from "./configuration-set.ts";
import { confirmIdentity } from "./verification.ts";

const type = "aws_sesv2_email_identity";

function dkimOf(state: Values | null): Values {
  const [dkim = {}] = blocks(state ?? {}, "dkim_signing_attributes");
  return dkim;
}

test("an address waits for its owner, without keys", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { email_identity: "team@example.org" });
  expect(state).toMatchObject({
    id: "team@example.org",
    arn: "arn:aws:ses:us-east-1:123456789012:identity/team@example.org",
    identity_type: "EMAIL_ADDRESS",
    verification_status: "PENDING",
    verified_for_sending_status: false,
  });
  expect(dkimOf(state)).toMatchObject({ status: "NOT_STARTED", tokens: [], next_signing_key_length: "RSA_1024_BIT" });
  expect(cloud.read(type, state)).toEqual(state);
});

test("a domain gets three tokens of 32 characters, no two alike", () => {
  const dkim = dkimOf(testCloud().create(type, { email_identity: "example.org" }));
  expect(dkim).toMatchObject({ status: "PENDING", current_signing_key_length: "RSA_2048_BIT" });
  const tokens = dkim.tokens as readonly string[];
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect(token).toMatch(/^[a-z2-7]{32}$/);
});

test("the same seed gives the same tokens", () => {
  const tokens = () => dkimOf(testCloud().create(type, { email_identity: "example.org" })).tokens;
  expect(tokens()).toEqual(tokens());
});

test("an identity that its owner confirmed is seen as verified by the next read", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { email_identity: "example.org" });
  confirmIdentity(cloud.aws, "example.org");
  const read = cloud.read(type, state);
  expect(read).toMatchObject({ verification_status: "SUCCESS", verified_for_sending_status: true });
  expect(dkimOf(read).status).toBe("SUCCESS");
});

test("an address below a verified domain may send while it is pending itself, one beside it may not", () => {
  const cloud = testCloud();
  cloud.create(type, { email_identity: "example.org" });
  confirmIdentity(cloud.aws, "example.org");
  const below = { verification_status: "PENDING", verified_for_sending_status: true };
  expect(cloud.create(type, { email_identity: "team@mail.example.org" })).toMatchObject(below);
  expect(cloud.create(type, { email_identity: "team@notexample.org" }).verified_for_sending_status).toBe(false);
});

test("a shorter key is planned in place and comes with the next rotation", () => {
  const cloud = testCloud();
  const config = (length: string) => ({
    email_identity: "example.org",
    dkim_signing_attributes: [{ next_signing_key_length: length }],
  });
  const state = cloud.create(type, config("RSA_2048_BIT"));
  expect(cloud.plan(type, state, config("RSA_1024_BIT")).action).toBe("update");
  const updated = cloud.update(state, type, config("RSA_1024_BIT"));
  expect(dkimOf(updated)).toMatchObject({
    next_signing_key_length: "RSA_1024_BIT",
    current_signing_key_length: "RSA_2048_BIT",
    tokens: dkimOf(state).tokens,
  });
});

test("a domain with a key of its owner shows the selector and never more of the key than the state had", () => {
  const cloud = testCloud();
  const key = Buffer.from("a private key").toString("base64");
  const state = cloud.create(type, {
    email_identity: "example.org",
    dkim_signing_attributes: [{ domain_signing_private_key: key, domain_signing_selector: "mail" }],
  });
  expect(dkimOf(state)).toMatchObject({ signing_attributes_origin: "EXTERNAL", tokens: ["mail"] });
  expect(cloud.read(type, state)).toEqual(state);
  expect(JSON.stringify(cloud.world.snapshot())).not.toContain(key);
});

test("another address replaces, another configuration set does not", () => {
  const cloud = testCloud();
  cloud.create("aws_sesv2_configuration_set", { configuration_set_name: "mail" });
  const state = cloud.create(type, { email_identity: "team@example.org" });
  expect(cloud.plan(type, state, { email_identity: "other@example.org" })).toMatchObject({
    action: "replace",
    replace: ["email_identity"],
  });
  const config = { email_identity: "team@example.org", configuration_set_name: "mail" };
  expect(cloud.plan(type, state, config).action).toBe("update");
  expect(cloud.read(type, cloud.update(state, type, config))?.configuration_set_name).toBe("mail");
});

test("an identity keeps the name of a default set that is deleted under it", () => {
  const cloud = testCloud();
  cloud.create("aws_sesv2_configuration_set", { configuration_set_name: "mail" });
  const state = cloud.create(type, { email_identity: "team@example.org", configuration_set_name: "mail" });
  deleteConfigurationSet(cloud.aws, "mail");
  expect(cloud.read(type, state)?.configuration_set_name).toBe("mail");
});

test("an identity that went by another hand is gone from the state, and its deletion is no error", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { email_identity: "team@example.org" });
  cloud.delete(type, state);
  expect(cloud.read(type, state)).toBeNull();
  expect(() => cloud.delete(type, state)).not.toThrow();
  expect(cloud.world.ledger()).toEqual([]);
});

test("tags of the provider and of the identity are kept, and changed in place", () => {
  const cloud = testCloud({ defaultTags: { owner: "platform" } });
  const config = { email_identity: "example.org", tags: { team: "mail" } };
  const state = cloud.create(type, config);
  expect(state.tags_all).toEqual({ owner: "platform", team: "mail" });
  const updated = cloud.update(state, type, { ...config, tags: { team: "web" } });
  expect(cloud.read(type, updated)).toMatchObject({ tags: { team: "web" } });
});

test("an imported identity needs no change", () => {
  const cloud = testCloud();
  cloud.create(type, { email_identity: "example.org" });
  const imported = cloud.import(type, "example.org");
  expect(cloud.plan(type, imported, { email_identity: "example.org" }).action).toBe("none");
});
