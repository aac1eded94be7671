import { describe, expect, test } from "vitest";
import { matchPrincipal, type PolicyPrincipal } from "./policy-principal.ts";

const user: PolicyPrincipal = {
  arn: "arn:aws:iam::123456789012:user/ann",
  account: "123456789012",
  kind: "user",
  identity: "arn:aws:iam::123456789012:user/ann",
  uniqueId: "AIDAANNANNANNANNANNAN",
};
const session: PolicyPrincipal = {
  arn: "arn:aws:sts::123456789012:assumed-role/reader/run-1",
  account: "123456789012",
  kind: "assumed-role",
  identity: "arn:aws:iam::123456789012:role/reader",
  uniqueId: "AROAREADERREADERREADE",
};
const root: PolicyPrincipal = {
  ...user,
  arn: "arn:aws:iam::123456789012:root",
  kind: "root",
  uniqueId: "123456789012",
};
const service: PolicyPrincipal = { ...user, arn: "eks.amazonaws.com", kind: "service", identity: "eks.amazonaws.com" };

describe("a principal is named", () => {
  test("by everybody", () => {
    expect(matchPrincipal("*", user)).toBe("direct");
    expect(matchPrincipal({ AWS: ["*"] }, session)).toBe("direct");
  });

  test("by its account, in both forms, which leaves the rest to the account's own policies", () => {
    expect(matchPrincipal({ AWS: ["123456789012"] }, user)).toBe("account");
    expect(matchPrincipal({ AWS: ["arn:aws:iam::123456789012:root"] }, session)).toBe("account");
    expect(matchPrincipal({ AWS: ["arn:aws:iam::123456789012:root"] }, root)).toBe("direct");
    expect(matchPrincipal({ AWS: ["210987654321", "arn:aws:iam::210987654321:root"] }, user)).toBe("none");
  });

  test("by its own ARN, for a session that of the role and that of the session", () => {
    expect(matchPrincipal({ AWS: [user.arn] }, user)).toBe("direct");
    expect(matchPrincipal({ AWS: [session.identity] }, session)).toBe("direct");
    expect(matchPrincipal({ AWS: [session.arn] }, session)).toBe("direct");
    expect(matchPrincipal({ AWS: ["arn:aws:sts::123456789012:assumed-role/reader/run-2"] }, session)).toBe("none");
    expect(matchPrincipal({ AWS: ["arn:aws:iam::123456789012:user/*"] }, user)).toBe("none");
  });

  test("by its unique id", () => {
    expect(matchPrincipal({ AWS: [session.uniqueId] }, session)).toBe("direct");
    expect(matchPrincipal({ AWS: ["AROAOTHEROTHEROTHEROT"] }, session)).toBe("none");
  });

  test("by any identifier of a list, the closest of them counts", () => {
    expect(matchPrincipal({ AWS: ["123456789012", user.arn] }, user)).toBe("direct");
    expect(matchPrincipal({ AWS: ["123456789012"], Service: ["eks.amazonaws.com"] }, service)).toBe("direct");
  });

  test("as a service by its name, and never by the account it acts in", () => {
    expect(matchPrincipal({ Service: ["eks.amazonaws.com"] }, service)).toBe("direct");
    expect(matchPrincipal({ Service: ["ec2.amazonaws.com"] }, service)).toBe("none");
    expect(matchPrincipal({ AWS: ["123456789012"] }, service)).toBe("none");
    expect(matchPrincipal({ Service: ["eks.amazonaws.com"] }, user)).toBe("none");
  });
});

test("an ARN that belonged to another role when the policy was saved names nobody any more", () => {
  const saved = { [session.identity]: "AROAOLDROLEOLDROLEOLD" };
  expect(matchPrincipal({ AWS: [session.identity] }, { ...session, resolved: saved })).toBe("none");
  const living = { [session.identity]: session.uniqueId };
  expect(matchPrincipal({ AWS: [session.identity] }, { ...session, resolved: living })).toBe("direct");
});
