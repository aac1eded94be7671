import fc from "fast-check";
import { expect, test } from "vitest";
import { slugOf } from "./slug.ts";

test.each([
  ["Root Spacelift Administrative Stack", "root-spacelift-administrative-stack"],
  ["DPE DEV Kubernetes", "dpe-dev-kubernetes"],
  ["Terraform | prod (eu)", "terraform-prod-eu"],
  ["snake_case name", "snake_case-name"],
  ["Łódź & Köln", "lodz-and-koln"],
  ["straße", "strasse"],
  ["  --padded--  ", "padded"],
])("%j becomes %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("a slug is its own slug, and made of lower-case letters, digits, underscores and single hyphens", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (name) => {
      const slug = slugOf(name);
      expect(slugOf(slug)).toBe(slug);
      expect(slug).toMatch(/^(?:[a-z0-9][a-z0-9_]*(?:-[a-z0-9_]+)*)?-?$/);
      expect(slug.length).toBeLessThanOrEqual(256);
    }),
  );
});
