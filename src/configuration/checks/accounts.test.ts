import { expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";

testChecks({
  ES0120: {
    broken: ({ development }) => Object.assign(development, { account: "111111111112" }),
    right: ({ development }) => Object.assign(development, { account: "222222222222" }),
    at: "account",
    says: "111111111112",
    hint: "111111111111 (example-dev)",
  },
  ES0121: {
    broken: ({ development }) => access(development, { admins: "Administrater" }),
    right: ({ development }) => access(development, { admins: "Administrator", people: "Developer" }),
    at: "cluster.access.admins.principal",
    says: "no permission set Administrater",
    hint: "Did you mean Administrator?",
  },
  ES0122: {
    broken: ({ development }) => Object.assign(development.cluster.api, { allow: ["vpn", "ofice"] }),
    right: ({ development }) => Object.assign(development.cluster.api, { allow: ["vpn", "office"] }),
    at: "cluster.api.allow.1",
    says: "no network ofice",
    hint: "Did you mean office?",
  },
  ES0124: {
    broken: ({ organization }) => {
      organization.accounts.again = {
        ...only(organization.accounts.development),
        integration: { name: "x", role: "x" },
      };
    },
    right: ({ organization }) => {
      organization.accounts.third = {
        ...only(organization.accounts.development),
        id: "444444444444",
        integration: { name: "x", role: "x" },
      };
    },
    file: "environments/organization.ts",
    at: "accounts.again.id",
    says: "declared as development already",
    hint: "several environments may use it",
  },
  ES0125: {
    broken: ({ organization, development }) => {
      organization.networks.site = "192.168.0.0/16";
      development.cluster.api = { allow: ["site"] };
    },
    right: ({ organization, development }) => {
      organization.networks.site = "192.169.0.0/16";
      development.cluster.api = { allow: ["site"] };
    },
    at: "cluster.api.allow.0",
    says: "192.168.0.0/16",
    hint: "private endpoint",
  },
  ES0126: {
    broken: ({ development }) => access(development, { admins: "Administrator", again: "Administrator" }),
    right: ({ development }) => access(development, { admins: "Administrator", again: "Developer" }),
    at: "cluster.access.again.principal",
    says: "has the access entry admins already",
    hint: "Add the policies to admins",
  },
  ES0127: {
    broken: ({ development }) => Object.assign(development.cluster.api, { openBecause: "A workshop without a VPN" }),
    right: ({ development }) => Object.assign(development.cluster, { api: {} }),
    at: "cluster.api.allow",
    says: "to everybody and to named networks",
    hint: "Leave out cluster.api.openBecause",
  },
  ES0128: {
    broken: ({ organization, development }) => allowMany(organization.networks, development.cluster.api, 41),
    right: ({ organization, development }) => allowMany(organization.networks, development.cluster.api, 40),
    at: "cluster.api.allow",
    says: "41 networks",
    hint: "VPN",
  },
});

test("the roles of Spacelift have access entries of their own, whose keys nobody else takes", () => {
  const declaration = soundDeclaration();
  access(declaration.development, { ci: "Administrator" });
  expect(problemsOf(declaration)).toMatchObject([{ code: "ES0151", at: ["cluster", "access", "ci"] }]);
});

test("a policy that EKS does not have is refused with those it has", () => {
  const declaration = soundDeclaration();
  const misspelled = { people: { principal: "Developer", policies: ["AmazonEKSVewPolicy"] } };
  Object.assign(declaration.development.cluster, { access: misspelled });
  expect(problemsOf(declaration)).toMatchObject([
    {
      code: "ES0151",
      at: ["cluster", "access", "people", "policies", 0],
      hint: expect.stringContaining("AmazonEKSViewPolicy"),
    },
  ]);
});

function access(environment: { cluster: object }, principals: Readonly<Record<string, string>>): void {
  const entries = Object.entries(principals).map(([key, principal]) => [
    key,
    { principal, policies: ["AmazonEKSViewPolicy"] },
  ]);
  Object.assign(environment.cluster, { access: Object.fromEntries(entries) });
}

function allowMany(networks: Record<string, string>, api: object, count: number): void {
  const names = Array.from({ length: count }, (_, index) => `network-${index}`);
  names.forEach((name, index) => {
    networks[name] = `52.1.${index}.0/24`;
  });
  Object.assign(api, { allow: names });
}

function only<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new RangeError("the sound declaration lacks what this test changes");
  return item;
}
