import { createPrivateKey } from "node:crypto";
import { expect, test } from "vitest";
import { unknown } from "../../planning/values.ts";
import { testSpacelift } from "../../testing/spacelift.ts";

const config = { name: "private", csr: "Y3Ny" };

test("a pool without a certificate request gets one, with the key behind it", () => {
  const state = testSpacelift().create("spacelift_worker_pool", { name: "private" });
  const [csr, key] = [state.csr, state.private_key].map((value) => Buffer.from(String(value), "base64").toString());
  expect(csr).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/);
  expect(createPrivateKey(String(key)).asymmetricKeyDetails?.modulusLength).toBe(4_096);
});

test("another certificate request resets the token, and nothing else does", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_worker_pool", config);
  const renamed = spacelift.update(state, "spacelift_worker_pool", { ...config, name: "other" });
  expect(renamed.config).toBe(state.config);
  const reset = spacelift.update(renamed, "spacelift_worker_pool", { ...config, csr: "b3RoZXI=" });
  expect(reset.config).not.toBe(state.config);
  expect(spacelift.read("spacelift_worker_pool", reset)).toEqual(reset);
});

test("the token is not known when a plan changes the certificate request", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_worker_pool", config);
  const planned = (changes: object) =>
    spacelift.plan("spacelift_worker_pool", state, { ...config, ...changes }).planned;
  expect(planned({ csr: "b3RoZXI=" }).config).toBe(unknown);
  expect(planned({ name: "other" }).config).toBe(state.config);
});

test("the token of a pool is not found in the world", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_worker_pool", config);
  expect(JSON.stringify(spacelift.world.snapshot())).not.toContain(String(state.config));
});
