import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { managedPolicy, role } from "../../testing/identities.ts";
import { World } from "../../world/world.ts";

/** One object of each kind of IAM, by its unique id. */
function identifiers(cloud: TestCloud): object {
  const user = cloud.create("aws_iam_user", { name: "ann" });
  return {
    role: role(cloud, "reader").unique_id,
    user: user.unique_id,
    policy: managedPolicy(cloud, "read").policy_id,
    profile: cloud.create("aws_iam_instance_profile", { name: "node" }).unique_id,
    key: cloud.create("aws_iam_access_key", { user: "ann" }).id,
  };
}

test("unique ids have the beginning and the length of their kind", () => {
  expect(identifiers(testCloud())).toEqual({
    role: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    user: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    policy: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
    profile: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
    key: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
  });
});

test("the same seed gives the same ids, another seed and another account others", () => {
  const ids = (seed: string, account = "123456789012") =>
    Object.values(identifiers(testCloud({ world: World.inMemory(seed), account })));
  expect(ids("a")).toEqual(ids("a"));
  const all = [...ids("a"), ...ids("b"), ...ids("a", "210987654321")];
  expect(new Set(all).size).toBe(all.length);
});

test("a role that is made again has another id", () => {
  const cloud = testCloud();
  const first = role(cloud, "reader");
  cloud.delete("aws_iam_role", first);
  expect(role(cloud, "reader").unique_id).not.toBe(first.unique_id);
});

describe("ARNs", () => {
  test("name the path, and no Region", () => {
    const cloud = testCloud();
    expect(role(cloud, "reader", { path: "/platform/eu/" }).arn).toBe(
      "arn:aws:iam::123456789012:role/platform/eu/reader",
    );
    expect(managedPolicy(cloud, "read").arn).toBe("arn:aws:iam::123456789012:policy/read");
  });

  test("of identity providers name the issuer without its scheme", () => {
    const config = { url: "https://oidc.example.org/id/1", client_id_list: ["sts.amazonaws.com"] };
    expect(testCloud().create("aws_iam_openid_connect_provider", config)).toMatchObject({
      arn: "arn:aws:iam::123456789012:oidc-provider/oidc.example.org/id/1",
      url: "oidc.example.org/id/1",
      thumbprint_list: [expect.stringMatching(/^[0-9a-f]{40}$/)],
    });
  });
});
