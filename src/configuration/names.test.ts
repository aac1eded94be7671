import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { slugOf } from "../simulator/spacelift/slug.ts";
import { limitedName, nearest, slug } from "./names.ts";

describe("a limited name", () => {
  const limit = fc.integer({ min: 20, max: 128 });

  test("is the name itself where that fits", () => {
    expect(limitedName("dpe-k8-cluster", 64)).toBe("dpe-k8-cluster");
  });

  test("never passes the limit, and begins like the name", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), limit, (name, most) => {
        const limited = limitedName(name, most);
        return limited.length <= most && name.startsWith(limited.slice(0, Math.min(limited.length, most - 9)));
      }),
    );
  });

  test("keeps two long names apart that begin alike, and is the same every time", () => {
    const long = "k".repeat(70);
    expect(limitedName(`${long}-one`, 64)).not.toBe(limitedName(`${long}-two`, 64));
    expect(limitedName(`${long}-one`, 64)).toBe(limitedName(`${long}-one`, 64));
  });
});

describe("a slug", () => {
  test("is the id that Spacelift's own imports know", () => {
    expect(slug("Root Spacelift Administrative Stack")).toBe("root-spacelift-administrative-stack");
    expect(slug("  DPE_DEV: Kubernetes / Infrastructure! ")).toBe("dpe_dev-kubernetes-infrastructure");
    expect(slug("Café & Crème")).toBe("cafe-and-creme");
    expect(slug("n".repeat(300))).toHaveLength(256);
  });

  test("of any name is what the simulated Spacelift makes of it", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abzAZ09 -_/.:!?é&@'") });
    fc.assert(fc.property(text, (name) => slug(name) === slugOf(name)));
  });

  test("of a slug is the slug", () => {
    fc.assert(fc.property(fc.string(), (name) => slug(slug(name)) === slug(name)));
  });
});

describe("the nearest word", () => {
  test("is found for a slip of the fingers, however it is cased", () => {
    expect(nearest("Stagign", ["development", "staging", "production"])).toBe("staging");
  });

  test("is none when nothing comes close", () => {
    expect(nearest("preview", ["development", "staging", "production"])).toBeUndefined();
    expect(nearest("preview", [])).toBeUndefined();
  });
});
