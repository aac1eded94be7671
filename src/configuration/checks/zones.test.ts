import { expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";

testChecks({
  ES0110: {
    broken: ({ development }) => Object.assign(development, { region: "xx-nowhere-1" }),
    right: ({ development }) => Object.assign(development, { region: "us-east-2" }),
    at: "region",
    says: "xx-nowhere-1",
    hint: "us-east-1, us-east-2",
  },
  ES0111: {
    broken: ({ development }) => Object.assign(development.network.subnets.workers, { g: "10.1.2.0/24" }),
    right: ({ development }) => {
      development.network.subnets.public = { a: "10.1.0.0/24" };
      development.network.subnets.workers.f = "10.1.2.0/24";
    },
    at: "network.subnets.workers.g",
    says: "us-east-1 has no zone g",
    hint: "a, b, c, d, e, f",
  },
  ES0112: {
    broken: ({ development }) => Object.assign(development.network.subnets, { controlPlane: { a: "10.1.3.0/28" } }),
    right: ({ development }) =>
      Object.assign(development.network.subnets, { controlPlane: { b: "10.1.3.0/28", c: "10.1.3.16/28" } }),
    at: "network.subnets.controlPlane",
    says: "fewer than two zones",
    hint: "another zone",
  },
  ES0113: {
    broken: ({ development }) => Object.assign(development.network.subnets, { workers: {} }),
    right: ({ development }) => Object.assign(development.network.subnets, { workers: { c: "10.1.4.0/22" } }),
    at: "network.subnets.workers",
    says: "no subnet for workers",
    hint: "each zone that is to hold nodes",
  },
  ES0114: {
    broken: ({ production }) => {
      production.network.nat = "per-zone";
      production.network.subnets.public = { a: "10.3.0.0/24", b: "10.3.1.0/24" };
    },
    right: ({ production }) => Object.assign(production.network.subnets, { public: { a: "10.3.0.0/24" } }),
    file: "environments/production.ts",
    at: "network.subnets.public",
    says: "Zone c has workers but no public subnet",
    hint: 'network.nat to "single"',
  },
});

test("a zone that makes no control plane still takes workers", () => {
  const declaration = soundDeclaration();
  const { subnets } = declaration.development.network;
  subnets.workers = { e: "10.1.4.0/22" };
  expect(problemsOf(declaration)).toEqual([]);
  subnets.controlPlane = { a: "10.1.3.0/28", e: "10.1.3.16/28" };
  expect(problemsOf(declaration).map(({ problem }) => problem)).toEqual([
    "us-east-1 has no zone e for a control plane.",
  ]);
});

test("without any public subnet nothing finds a way out", () => {
  const declaration = soundDeclaration();
  declaration.development.network.subnets.public = {};
  expect(problemsOf(declaration)).toMatchObject([{ code: "ES0114", hint: "Add a public subnet." }]);
});
