import { expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";
import { logIn } from "../login.ts";

const actor = { stack: "test", run: "test" };
const endpoint = "https://acme.app.spacelift.io";

test("a key logs in with the secret that only its making tells", () => {
  const spacelift = testSpacelift();
  const { id, secret, type } = spacelift.create("spacelift_api_key", { name: "automation" });
  const config = { api_key_endpoint: endpoint, api_key_id: String(id), api_key_secret: String(secret) };
  expect(type).toBe("SECRET");
  expect(logIn(spacelift.world, actor, config, {}).caller).toEqual({ kind: "api-key", id });
  expect(JSON.stringify(spacelift.world.snapshot())).not.toContain(String(secret));
});

test("a key for OpenID Connect has no secret, and none logs in with it", () => {
  const spacelift = testSpacelift();
  const oidc = [{ issuer: "https://token.example.org", client_id: "acme", subject_expression: "^repo:.*$" }];
  const { id, secret, type } = spacelift.create("spacelift_api_key", { name: "pipeline", oidc });
  expect([secret, type]).toEqual([null, "OIDC"]);
  const config = { api_key_endpoint: endpoint, api_key_id: String(id), api_key_secret: "anything" };
  expect(() => logIn(spacelift.world, actor, config, {})).toThrow("no such API user, your key ID may be incorrect");
});

test("a key is renamed in place and keeps its secret", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_api_key", { name: "automation" });
  const renamed = spacelift.update(state, "spacelift_api_key", { name: "robot", idp_groups: ["engineers"] });
  expect(renamed).toMatchObject({ id: state.id, secret: state.secret, name: "robot" });
});

test("the roles of a key go with it", () => {
  const spacelift = testSpacelift();
  const key = spacelift.create("spacelift_api_key", { name: "automation" });
  const attachment = { api_key_id: String(key.id), role_id: spacelift.roleId("space-reader"), space_id: "root" };
  const binding = spacelift.create("spacelift_role_attachment", attachment);
  spacelift.delete("spacelift_api_key", key);
  expect(spacelift.read("spacelift_role_attachment", binding)).toBeNull();
});
