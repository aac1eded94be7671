import { expect, test } from "vitest";
import { auth0Tables } from "../simulator/auth0/records.ts";
import { Aws } from "../simulator/aws/client.ts";
import { rootPrincipal } from "../simulator/aws/principal.ts";
import { getSecretValue, putSecretValue } from "../simulator/aws/secretsmanager/secret-value.ts";
import { digest } from "../simulator/spot/client.ts";
import { spotAccounts } from "../simulator/spot/records.ts";
import { World } from "../simulator/world/world.ts";
import { type AccountPrerequisites, missingPrerequisites, onboard, type Prerequisites } from "./onboarding.ts";
import { prerequisitesOf } from "./testing/prerequisites.ts";

const id = "111111111111";
const actor = { stack: "onboarding", run: "onboarding" };

function prerequisites(change: Partial<AccountPrerequisites> = {}): Prerequisites {
  const account: AccountPrerequisites = {
    id,
    name: "example-dev",
    region: "us-east-1",
    planRole: "ci-plan",
    applyRole: "ci-apply",
    roleBoundary: "boundary",
    stackIds: [],
    stackRoots: {},
    ssoRoles: {},
    spotAccounts: [{ id: "act-0123abcd", tokenSecret: "spotinst_token" }],
    secrets: [{ name: "spotinst_token" }],
    namePrefixes: [],
    ...change,
  };
  return prerequisitesOf(account);
}

function awsOf(world: World): Aws {
  return new Aws({ world, actor, principal: rootPrincipal(id), account: id, region: "us-east-1" });
}

// Defect 21: the application had every right that there is in a tenant.
test("who manages a tenant may manage its APIs, clients and grants, and nothing else", () => {
  const world = World.inMemory();
  const domain = "dev.us.auth0.com";
  onboard(world, { ...prerequisites(), auth0: [{ domain, context: "Auth0 dev", label: "auth0-dev" }] });
  const [grant] = auth0Tables.clientGrants(world, domain).rows();
  const what = (grant?.scopes ?? []).map((scope) => scope.split(":")[1]);
  expect([...new Set(what)].sort()).toEqual(["client_credentials", "client_grants", "clients", "resource_servers"]);
});

test("an account in Spot is opened by the token that is stored in Secrets Manager", () => {
  const world = World.inMemory();
  onboard(world, prerequisites());
  const { value } = getSecretValue(awsOf(world), "spotinst_token");
  expect(spotAccounts(world).get("act-0123abcd")).toMatchObject({ awsAccountId: id, tokenChecksums: [digest(value)] });
  expect(missingPrerequisites(world, prerequisites())).toEqual([]);
});

// Defect 83: one token for every environment of an account.
test("environments that share an account in Spot may have a token each", () => {
  const world = World.inMemory();
  const spot = ["spotinst_token", "staging/spot"].map((tokenSecret) => ({ id: "act-0123abcd", tokenSecret }));
  const needed = prerequisites({ spotAccounts: spot, secrets: spot.map(({ tokenSecret: name }) => ({ name })) });
  onboard(world, needed);
  const tokens = spot.map(({ tokenSecret }) => getSecretValue(awsOf(world), tokenSecret).value ?? "");
  expect(new Set(tokens).size).toBe(2);
  expect(spotAccounts(world).get("act-0123abcd")?.tokenChecksums).toEqual(tokens.map(digest));
  expect(missingPrerequisites(world, needed)).toEqual([]);
});

test("a token that was replaced by hand opens it as well from the next onboarding on", () => {
  const world = World.inMemory();
  onboard(world, prerequisites());
  putSecretValue(awsOf(world), "spotinst_token", { id: "second", kind: "string", value: "new" });
  onboard(world, prerequisites());
  expect(spotAccounts(world).get("act-0123abcd")?.tokenChecksums).toContain(digest("new"));
});

test("an account in Spot without a stored token is there and opened by nothing", () => {
  const world = World.inMemory();
  onboard(world, prerequisites({ secrets: [] }));
  expect(spotAccounts(world).get("act-0123abcd")?.tokenChecksums).toEqual([]);
});

test("an account in Spot that is declared later is missing until the next onboarding", () => {
  const world = World.inMemory();
  onboard(world, prerequisites({ spotAccounts: [] }));
  expect(missingPrerequisites(world, prerequisites())).toEqual([`Spot account act-0123abcd for account ${id}`]);
  onboard(world, prerequisites());
  expect(missingPrerequisites(world, prerequisites())).toEqual([]);
});
