import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allow, deny, policyOf } from "../../testing/identities.ts";
import {
  type CompiledPolicy,
  compilePolicy,
  decide,
  evaluatePolicy,
  evaluateResourcePolicy,
  type PolicyRequest,
  type PolicySet,
} from "./policy-evaluation.ts";
import type { PolicyPrincipal } from "./policy-principal.ts";

const compiled = (...statements: readonly object[]): CompiledPolicy => compilePolicy(policyOf(...statements));

const request = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: "ec2:CreateSubnet",
  resource: "arn:aws:ec2:us-east-1:1:vpc/a",
  context: {},
  ...more,
});

/** What a policy of these statements says. */
const verdict = (statements: readonly object[], more: Partial<PolicyRequest> = {}) =>
  evaluatePolicy(compiled(...statements), request(more));

const alone: PolicySet = { identity: [], boundary: null, session: null, resource: null, resourceMustAllow: false };
const everything = compiled(allow());
const nothing = compiled(allow({ Action: "none:None" }));
const forbidden = compiled(deny());

describe("a statement", () => {
  test("covers the actions that it lists, however they are cased", () => {
    expect(verdict([allow({ Action: ["s3:*", "EC2:create*"] })])).toBe("allow");
    expect(verdict([allow({ Action: "ec2:Delete*" })])).toBe("none");
  });

  test("with NotAction covers all other actions", () => {
    expect(verdict([allow({ NotAction: "iam:*" })])).toBe("allow");
    expect(verdict([allow({ NotAction: ["iam:*", "ec2:*"] })])).toBe("none");
  });

  test("covers the resources that it lists, as their letters are cased", () => {
    expect(verdict([allow({ Resource: ["arn:aws:s3:::b", "arn:aws:ec2:*:*:vpc/*"] })])).toBe("allow");
    expect(verdict([allow({ Resource: "arn:aws:ec2:*:*:VPC/*" })])).toBe("none");
  });

  test("with NotResource covers all other resources", () => {
    expect(verdict([allow({ NotResource: "arn:aws:ec2:*:*:vpc/b" })])).toBe("allow");
    expect(verdict([allow({ NotResource: "arn:aws:ec2:*:*:vpc/*" })])).toBe("none");
  });

  test("counts only when all of its conditions hold", () => {
    const conditions = {
      StringEquals: { "aws:RequestedRegion": "us-east-1" },
      Bool: { "aws:SecureTransport": "true" },
    };
    const context = { "aws:requestedregion": ["us-east-1"], "aws:securetransport": ["true"] };
    expect(verdict([allow({ Condition: conditions })], { context })).toBe("allow");
    expect(verdict([allow({ Condition: conditions })], { context: { ...context, "aws:securetransport": [] } })).toBe(
      "none",
    );
  });
});

describe("policy variables", () => {
  const variable = (name: string) => `\${${name}}`;
  const own = { Action: "s3:GetObject", Resource: `arn:aws:s3:::home/${variable("aws:username")}/*` };
  const of = (name: string) => ({ action: "s3:GetObject", resource: `arn:aws:s3:::home/${name}/a` });

  test("stand for the values of the request", () => {
    const context = { "aws:username": ["ann"] };
    expect(verdict([allow(own)], { ...of("ann"), context })).toBe("allow");
    expect(verdict([allow(own)], { ...of("bob"), context })).toBe("none");
  });

  test("fit nothing when the request has no such value, unless they bring a default", () => {
    expect(verdict([allow(own)], of("ann"))).toBe("none");
    const guest = { ...own, Resource: `arn:aws:s3:::home/${variable("aws:username, 'guest'")}/*` };
    expect(verdict([allow(guest)], of("guest"))).toBe("allow");
  });

  test("bring no wildcards, neither by their values nor by those that write the characters themselves", () => {
    expect(verdict([allow(own)], { ...of("ann"), context: { "aws:username": ["*"] } })).toBe("none");
    expect(verdict([allow(own)], { ...of("*"), context: { "aws:username": ["*"] } })).toBe("allow");
    const star = { ...own, Resource: `arn:aws:s3:::home/${variable("*")}/a` };
    expect(verdict([allow(star)], of("ann"))).toBe("none");
    expect(verdict([allow(star)], of("*"))).toBe("allow");
    const dollar = { ...own, Resource: `arn:aws:s3:::home/${variable("$")}/?` };
    expect(verdict([allow(dollar)], of("$"))).toBe("allow");
  });

  test("are used in conditions too, and mean nothing in policies of the old version", () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": variable("aws:username") } };
    const context = { "aws:username": ["ann"], "aws:principaltag/team": ["ann"] };
    expect(verdict([allow({ Condition })], { context })).toBe("allow");
    expect(verdict([allow({ Condition })], { context: { ...context, "aws:username": ["a*"] } })).toBe("none");
    const starred = { "aws:username": ["*"], "aws:principaltag/team": ["*"] };
    expect(verdict([allow({ Condition })], { context: starred })).toBe("allow");
    const old = compilePolicy(JSON.stringify({ Version: "2008-10-17", Statement: allow({ Condition }) }));
    expect(evaluatePolicy(old, request({ context }))).toBe("none");
  });
});

describe("of several policies", () => {
  test("none that allows means no", () => {
    expect(decide({ ...alone, identity: [nothing] }, request())).toEqual({
      explicit: false,
      by: "identity-based policy",
    });
    expect(decide({ ...alone, identity: [nothing, everything] }, request())).toBeNull();
  });

  test("a boundary and a session policy must allow as well, and the refusal names the one that does not", () => {
    const identity = [everything];
    expect(decide({ ...alone, identity, boundary: nothing }, request())?.by).toBe("permissions boundary");
    expect(decide({ ...alone, identity, session: [nothing] }, request())?.by).toBe("session policy");
    expect(decide({ ...alone, identity, boundary: everything, session: [nothing, everything] }, request())).toBeNull();
  });

  test("a boundary allows nothing by itself", () => {
    expect(decide({ ...alone, boundary: everything }, request())?.by).toBe("identity-based policy");
  });

  test("a resource policy that names the caller is enough; one that names its account leaves it to the caller's own", () => {
    expect(decide({ ...alone, resource: "allow-direct" }, request())).toBeNull();
    expect(decide({ ...alone, resource: "allow-account" }, request())?.by).toBe("identity-based policy");
    expect(decide({ ...alone, identity: [everything], resource: "allow-account" }, request())).toBeNull();
  });

  test("a resource policy that must allow refuses whom it does not name", () => {
    const set = { ...alone, identity: [everything], resourceMustAllow: true };
    expect(decide({ ...set, resource: "none" }, request())).toEqual({ explicit: false, by: "resource-based policy" });
    expect(decide({ ...set, resource: "allow-account" }, request())).toBeNull();
  });

  test.each([
    ["identity-based policy", { identity: [everything, forbidden] }],
    ["permissions boundary", { boundary: forbidden }],
    ["session policy", { session: [everything, forbidden] }],
    ["resource-based policy", { resource: "deny" as const }],
  ])("an explicit deny of the %s is told as such", (by, set) => {
    const allowed = { ...alone, identity: [everything], resource: "allow-direct" as const };
    expect(decide({ ...allowed, ...set }, request())).toEqual({ explicit: true, by });
  });
});

describe("a resource policy", () => {
  const ann: PolicyPrincipal = {
    arn: "arn:aws:iam::1:user/ann",
    account: "1",
    kind: "user",
    identity: "arn:aws:iam::1:user/ann",
    uniqueId: "AIDA",
  };
  const says = (...statements: readonly object[]) => evaluateResourcePolicy(compiled(...statements), request(), ann);

  test("says what it says to those whom it names", () => {
    expect(says(allow({ Principal: { AWS: ann.arn } }))).toBe("allow-direct");
    expect(says(allow({ Principal: { AWS: "1" } }))).toBe("allow-account");
    expect(says(allow({ Principal: { AWS: "2" } }))).toBe("none");
    expect(says(allow({ Principal: "*" }), deny({ Principal: { AWS: "1" } }))).toBe("deny");
  });

  test("with NotPrincipal speaks to all but those whom it names", () => {
    expect(says(deny({ NotPrincipal: { AWS: ann.arn } }), allow({ Principal: "*" }))).toBe("allow-direct");
    expect(says(deny({ NotPrincipal: { AWS: "2" } }), allow({ Principal: "*" }))).toBe("deny");
  });

  test("without any principal speaks to nobody", () => {
    expect(says(allow())).toBe("none");
  });
});

describe("whatever the policies are", () => {
  const actions = fc.constantFrom("ec2:CreateSubnet", "ec2:*", "s3:*", "*", "iam:PassRole");
  const resources = fc.constantFrom("*", "arn:aws:ec2:*:*:vpc/*", "arn:aws:s3:::b");
  const statements = fc.oneof(
    fc.record({ Effect: fc.constantFrom("Allow", "Deny"), Action: actions, Resource: resources }),
    fc.record({ Effect: fc.constantFrom("Allow", "Deny"), NotAction: actions, NotResource: resources }),
  );
  const policies = fc.array(statements, { minLength: 1, maxLength: 3 }).map((list) => compiled(...list));
  const sets: fc.Arbitrary<PolicySet> = fc.record({
    identity: fc.array(policies, { maxLength: 3 }),
    boundary: fc.option(policies),
    session: fc.option(fc.array(policies, { minLength: 1, maxLength: 2 })),
    resource: fc.constantFrom(null, "none", "allow-direct", "allow-account"),
    resourceMustAllow: fc.boolean(),
  });

  test("an explicit deny anywhere wins over every allow", () => {
    fc.assert(
      fc.property(sets, fc.nat(3), (set, place) => {
        const denied = [
          { ...set, identity: [...set.identity, forbidden] },
          { ...set, boundary: forbidden },
          { ...set, session: [...(set.session ?? []), forbidden] },
          { ...set, resource: "deny" as const },
        ][place];
        expect(decide(denied ?? set, request())?.explicit).toBe(true);
      }),
    );
  });

  test("one more allowing policy of the identity never takes a right away", () => {
    fc.assert(
      fc.property(sets, policies, (set, more) => {
        fc.pre(evaluatePolicy(more, request()) !== "deny");
        const before = decide(set, request());
        const after = decide({ ...set, identity: [...set.identity, more] }, request());
        if (before === null) expect(after).toBeNull();
      }),
    );
  });

  test("a boundary never gives a right that there was not without it", () => {
    fc.assert(
      fc.property(sets, policies, (set, boundary) => {
        if (decide({ ...set, boundary }, request()) === null) {
          expect(decide({ ...set, boundary: null }, request())).toBeNull();
        }
      }),
    );
  });

  test("the order of policies and of statements does not matter", () => {
    fc.assert(
      fc.property(fc.array(statements, { minLength: 1, maxLength: 4 }), fc.array(policies), (list, identity) => {
        expect(verdict([...list].reverse())).toBe(verdict(list));
        const forward = decide({ ...alone, identity }, request());
        expect(decide({ ...alone, identity: [...identity].reverse() }, request())).toEqual(forward);
      }),
    );
  });

  test("NotAction and NotResource cover exactly what Action and Resource do not", () => {
    fc.assert(
      fc.property(actions, resources, (action, resource) => {
        const byAction = verdict([allow({ Action: action })]);
        const byResource = verdict([allow({ Resource: resource })]);
        expect(verdict([allow({ NotAction: action })])).toBe(byAction === "allow" ? "none" : "allow");
        expect(verdict([allow({ NotResource: resource })])).toBe(byResource === "allow" ? "none" : "allow");
      }),
    );
  });
});
