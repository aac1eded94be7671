import fc from "fast-check";
import { expect, test } from "vitest";
import { testCluster } from "../testing/cluster.ts";
import { configMap } from "../testing/manifests.ts";
import { refusalOf } from "./kubernetes-error.ts";
import { keyProblem, misformed } from "./name-forms.ts";

const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789");
const inner = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789-");
const labels = fc
  .tuple(letters, fc.array(inner, { maxLength: 61 }), letters)
  .map(([first, middle, last]) => first + middle.join("") + last);

test("labels of names, and labels joined by dots, have the form of names", () => {
  fc.assert(
    fc.property(fc.array(labels, { minLength: 1, maxLength: 3 }), (parts) => {
      expect(misformed("label", parts[0] ?? "")).toBeUndefined();
      expect(misformed("subdomain", parts.join("."))).toBeUndefined();
    }),
  );
});

test("one character that no name may have spoils it, wherever it stands", () => {
  fc.assert(
    fc.property(labels, fc.constantFrom(..."ABC_/ %:ä"), fc.nat(62), (name, wrong, place) => {
      const spoiled = name.slice(0, place) + wrong + name.slice(place + 1);
      expect(misformed("subdomain", spoiled)).toBe("form");
      expect(misformed("serviceName", spoiled)).toBeDefined();
    }),
  );
});

test("names begin and end with letters or digits", () => {
  fc.assert(
    fc.property(labels, fc.constantFrom("-", "."), (name, edge) => {
      expect(misformed("subdomain", edge + name)).toBe("form");
      expect(misformed("subdomain", name + edge)).toBe("form");
    }),
  );
});

test("a limit is the last length that is let through", () => {
  expect(misformed("label", "a".repeat(63))).toBeUndefined();
  expect(misformed("label", "a".repeat(64))).toBe("too long");
  expect(misformed("subdomain", "a".repeat(253))).toBeUndefined();
  expect(misformed("subdomain", "a".repeat(254))).toBe("too long");
});

test("keys of labels have at most one prefix, which is a subdomain", () => {
  expect(["app", "app.kubernetes.io/name", "a.b/C_d.e-f"].map(keyProblem)).toEqual([undefined, undefined, undefined]);
  expect(keyProblem("/name")).toBe("prefix part must be non-empty");
  expect(keyProblem("example.com/")).toBe("name part must be non-empty");
  expect(keyProblem(`example.com/${"a".repeat(64)}`)).toBe("name part must be no more than 63 characters");
  expect(keyProblem("Example/name")).toMatch(/^prefix part a lowercase RFC 1123 subdomain/);
  expect(keyProblem("a/b/c")).toMatch(/^a qualified name must consist of/);
});

test("everything that is wrong with an object is said at once", () => {
  const { api } = testCluster();
  const refusal = refusalOf(() => api.create(configMap("A", { labels: { app: "-" } }, { data: { "a/b": "" } })));
  expect(refusal).toMatchObject({ http: 422, reason: "Invalid" });
  expect(refusal?.message).toMatch(
    /^ConfigMap "A" is invalid: \[metadata\.name: Invalid value: "A": a lowercase RFC 1123 subdomain .*, metadata\.labels: Invalid value: "-": a valid label .*, data\[a\/b\]: Invalid value: "a\/b": a valid config key .*\]$/,
  );
});
