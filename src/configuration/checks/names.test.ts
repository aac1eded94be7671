import { expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";

testChecks({
  // Defect 20: fixed names kept a second environment out of the account.
  ES0140: {
    broken: ({ staging, production }) => Object.assign(production.cluster, { name: staging.cluster.name }),
    right: ({ development, production }) => Object.assign(production.cluster, { name: development.cluster.name }),
    file: "environments/production.ts",
    at: "cluster.name",
    says: "k8-staging belongs to staging",
    hint: "a cluster of its own",
  },
  // Defect 41: names one character under the limit.
  ES0142: {
    broken: ({ development }) => Object.assign(development.cluster, { name: "k".repeat(51) }),
    right: ({ development }) => Object.assign(development.cluster, { name: "k".repeat(50) }),
    at: "cluster.name",
    says: "51 characters",
    hint: "at most 50",
  },
  ES0143: {
    broken: ({ development }) => Object.assign(development.ingress, { enabled: false }),
    right: ({ development }) => Object.assign(development.ingress, { enabled: false, telemetry: false }),
    at: "ingress.telemetry",
    says: "switched off",
    hint: "ingress.enabled to true",
  },
  ES0145: {
    broken: ({ development }) =>
      Object.assign(development, { mail: { addresses: ["a.b@example.org", "a-b@example.org"] } }),
    right: ({ development }) =>
      Object.assign(development, { mail: { addresses: ["ab@example.org"], domains: ["example.org"] } }),
    at: "mail.addresses.1",
    says: "nothing but punctuation",
    hint: "a domain covers its addresses",
  },
  ES0146: {
    broken: ({ development }) => Object.assign(development.cluster, { name: "sg-cluster" }),
    right: ({ development }) => Object.assign(development.cluster, { name: "my-sg-cluster" }),
    at: "cluster.name",
    says: "none may begin with sg-",
    hint: "something before it",
  },
  ES0147: {
    broken: ({ development }) => Object.assign(development, { name: "administrative" }),
    right: ({ development }) => Object.assign(development, { name: "administrative-test" }),
    file: "environments/administrative.ts",
    at: "name",
    says: "rendered/administrative",
    hint: "another name",
  },
});

test.each([
  ["VPC", (staging: Named) => Object.assign(staging.network, { name: "net-production" }), "network.name"],
  [
    "mail identity",
    (staging: Named) => Object.assign(staging, { mail: { addresses: ["production@example.org"] } }),
    "mail.addresses.0",
  ],
  ["host name", (staging: Named) => Object.assign(staging.ingress, { host: "production.example.org" }), "ingress.host"],
] as const)("two environments do not share a %s", (what, change, at) => {
  const declaration = soundDeclaration();
  change(declaration.staging);
  const [found, ...others] = problemsOf(declaration);
  expect(found).toMatchObject({ code: "ES0140", file: "environments/production.ts" });
  expect(found?.problem).toContain(`The ${what} `);
  expect(found?.at?.join(".")).toBe(at);
  expect(others).toEqual([]);
});

test("IAM knows no Regions: clusters of one account differ in their names wherever they are", () => {
  const declaration = soundDeclaration();
  Object.assign(declaration.staging, { region: "us-east-2" });
  declaration.staging.cluster.name = declaration.production.cluster.name;
  expect(problemsOf(declaration)).toMatchObject([{ code: "ES0140", at: ["cluster", "name"] }]);
});

test("the name of a VPC is held to the same limit as that of a cluster, since a role is called after it", () => {
  const declaration = soundDeclaration();
  declaration.development.network.name = "n".repeat(51);
  expect(problemsOf(declaration)).toMatchObject([{ code: "ES0142", at: ["network", "name"] }]);
});

type Named = ReturnType<typeof soundDeclaration>["staging"];
