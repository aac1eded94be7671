import { describe, expect, test } from "vitest";
import { Aws } from "../simulator/aws/client.ts";
import { passRole } from "../simulator/aws/iam/pass-role.ts";
import { createPolicy, findPolicy } from "../simulator/aws/iam/policy.ts";
import { attachRolePolicy, createRole, getRole, setRoleBoundary } from "../simulator/aws/iam/role.ts";
import type { Principal } from "../simulator/aws/principal.ts";
import { assumeRole } from "../simulator/aws/sts/credentials.ts";
import { spaceliftTable } from "../simulator/spacelift/records/tables.ts";
import { World } from "../simulator/world/world.ts";
import { boundaryArn } from "./ci-role.ts";
import { type AccountPrerequisites, missingPrerequisites, onboard, type Prerequisites } from "./onboarding.ts";
import { prerequisitesOf } from "./testing/prerequisites.ts";

const account: AccountPrerequisites = {
  id: "111111111111",
  name: "example-dev",
  region: "us-east-1",
  planRole: "ci-plan",
  applyRole: "ci-apply",
  roleBoundary: "boundary",
  stackIds: ["infra", "apps"],
  stackRoots: { infra: "rendered/development/infrastructure" },
  ssoRoles: { Administrator: "AWSReservedSSO_Administrator_0123456789abcdef" },
  spotAccounts: [],
  secrets: [{ name: "spot-token" }],
  namePrefixes: ["k8"],
};
const actor = { stack: "infra", run: "1" };
const boundary = boundaryArn(account);
const trustPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

function prerequisites(change: Partial<AccountPrerequisites> = {}): Prerequisites {
  return prerequisitesOf({ ...account, ...change });
}

function onboarded(): World {
  const world = World.inMemory();
  onboard(world, prerequisites());
  return world;
}

const spacelift: Principal = {
  arn: "arn:aws:sts::333333333333:assumed-role/spacelift/server",
  account: "333333333333",
  kind: "assumed-role",
  identity: "arn:aws:iam::333333333333:role/spacelift",
  userId: "AROASPACELIFT:server",
};

function come(world: World, role: string, externalId: string): Aws {
  const roleArn = `arn:aws:iam::${account.id}:role/${role}`;
  const { principal } = assumeRole(world, { roleArn, sessionName: "run-1", externalId, caller: spacelift, actor });
  return new Aws({ world, actor, principal, account: account.id, region: account.region });
}

const applying = (world: World): Aws => come(world, "ci-apply", "example@01ABC@infra@write");
const planning = (world: World): Aws => come(world, "ci-plan", "example@01ABC@infra@read");

// Defect 9: any external id that began with the account's name was let in, and every principal of the account itself.
describe("who may come", () => {
  test("is a stack of the account's environments, to plan with the one role and to apply with the other", () => {
    const world = onboarded();
    expect(() => planning(world)).not.toThrow();
    expect(() => applying(world)).not.toThrow();
    expect(() => come(world, "ci-apply", "example@01ABC@infra@read")).toThrow(
      "not authorized to perform: sts:AssumeRole",
    );
  });

  test("is no other stack, and nobody of another Spacelift account", () => {
    const world = onboarded();
    for (const externalId of ["example@01ABC@other@write", "another@01ABC@infra@write", "example@1"]) {
      expect(() => come(world, "ci-apply", externalId)).toThrow("not authorized to perform: sts:AssumeRole");
    }
  });
});

// Defects 8 and 10: one role, administrator in effect, for plans and applies.
describe("the role that plans", () => {
  test("reads", () => {
    expect(getRole(planning(onboarded()), "ci-apply")?.name).toBe("ci-apply");
  });

  test("changes nothing", () => {
    expect(() =>
      createRole(planning(onboarded()), { name: "k8-new", trustPolicy, permissionsBoundary: boundary }),
    ).toThrow("not authorized to perform: iam:CreateRole");
  });
});

describe("the role that applies", () => {
  test("makes roles that bear the platform's names and its boundary", () => {
    const aws = applying(onboarded());
    createRole(aws, { name: "k8-new", trustPolicy, permissionsBoundary: boundary });
    expect(() => attachRolePolicy(aws, "k8-new", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")).not.toThrow();
  });

  test("makes no role without the boundary, and none under another name", () => {
    const aws = applying(onboarded());
    expect(() => createRole(aws, { name: "k8-new", trustPolicy })).toThrow("not authorized to perform: iam:CreateRole");
    expect(() => createRole(aws, { name: "backdoor", trustPolicy, permissionsBoundary: boundary })).toThrow(
      "not authorized to perform: iam:CreateRole",
    );
  });

  test("takes the boundary from no role and changes it in nothing", () => {
    const aws = applying(onboarded());
    createRole(aws, { name: "k8-new", trustPolicy, permissionsBoundary: boundary });
    expect(() => setRoleBoundary(aws, "k8-new", null)).toThrow("DeleteRolePermissionsBoundary");
    expect(() => createPolicy(aws, { name: "boundary", document: trustPolicy })).toThrow("not authorized");
  });

  test("does not touch itself", () => {
    const aws = applying(onboarded());
    expect(() => attachRolePolicy(aws, "ci-apply", "arn:aws:iam::aws:policy/AdministratorAccess")).toThrow(
      "not authorized to perform: iam:AttachRolePolicy",
    );
  });

  test("hands roles to the services of the platform only", () => {
    const aws = applying(onboarded());
    const { arn } = createRole(aws, { name: "k8-new", trustPolicy, permissionsBoundary: boundary });
    const pass = (service: string) => () => passRole(aws, { roleArn: arn, service, within: "eks:CreateCluster" });
    expect(pass("eks.amazonaws.com")).not.toThrow();
    expect(pass("lambda.amazonaws.com")).toThrow("not authorized to perform: iam:PassRole");
  });
});

describe("onboarding", () => {
  test("leaves nothing missing, and changes nothing the second time", () => {
    const world = onboarded();
    expect(missingPrerequisites(world, prerequisites())).toEqual([]);
    const rows = JSON.stringify(world.snapshot());
    onboard(world, prerequisites());
    expect(JSON.stringify(world.snapshot())).toBe(rows);
  });

  test("lets a new environment's stacks in, and its names into the roles' rights", () => {
    const world = onboarded();
    const grown = prerequisites({ stackIds: [...account.stackIds, "preview"], namePrefixes: ["k8", "preview"] });
    expect(missingPrerequisites(world, grown)).toEqual([
      "role ci-plan as it is declared in account 111111111111",
      "role ci-apply as it is declared in account 111111111111",
    ]);
    onboard(world, grown);
    expect(missingPrerequisites(world, grown)).toEqual([]);
    const aws = come(world, "ci-apply", "example@01ABC@preview@write");
    expect(() => createRole(aws, { name: "preview-new", trustPolicy, permissionsBoundary: boundary })).not.toThrow();
  });

  test("knows a stack by its folder when it has got another name, which leaves its id as it was", () => {
    const world = onboarded();
    const stacks = spaceliftTable(world, "example", "stack");
    const root = stacks.get("root");
    if (!root) throw new RangeError("no administrative stack");
    const projectRoot = "rendered/development/infrastructure";
    stacks.put("infra", { ...root, id: "infra", projectRoot });
    onboard(world, prerequisites({ stackIds: ["network"], stackRoots: { network: projectRoot } }));
    expect(() => applying(world)).not.toThrow();
    expect(() => come(world, "ci-apply", "example@01ABC@network@write")).toThrow("not authorized");
  });

  test("makes no role of CI where no stack runs", () => {
    const world = World.inMemory();
    onboard(world, prerequisites({ stackIds: [], namePrefixes: [] }));
    expect(() => come(world, "ci-plan", "example@01ABC@infra@read")).toThrow("not authorized");
    expect(missingPrerequisites(world, prerequisites({ stackIds: [], namePrefixes: [] }))).toEqual([]);
  });
});

test("the boundary exists before any role that it bounds", () => {
  const world = onboarded();
  const aws = new Aws({ world, actor, principal: spacelift, account: account.id, region: account.region });
  expect(findPolicy(aws, boundary)?.name).toBe("boundary");
});
