import { describe, expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { allow, asUser, managedPolicy, policyOf, role } from "../../testing/identities.ts";
import { recordedWorld } from "../../testing/recording.ts";
import { sesSmtpPassword } from "./access-key.ts";
import { findOpenIdConnectProvider } from "./openid-connect-provider.ts";
import { createPolicyVersion, findPolicy } from "./policy.ts";
import { serviceLinkedRoles } from "./service-linked-roles.ts";

describe("a managed policy", () => {
  const config = (action: string) => ({ name: "read", policy: policyOf(allow({ Action: action })) });

  test("gets a new default version with every change, and five of them at most", () => {
    const cloud = testCloud();
    let state = cloud.create("aws_iam_policy", config("s3:A"));
    for (const letter of "BCDEFG") state = cloud.update(state, "aws_iam_policy", config(`s3:${letter}`));
    const { versions = [] } = findPolicy(cloud.aws, String(state.arn)) ?? {};
    expect(versions.map(({ id, isDefault }) => `${id}${isDefault ? "*" : ""}`)).toEqual([
      "v3",
      "v4",
      "v5",
      "v6",
      "v7*",
    ]);
  });

  test("goes with all of its versions", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_policy", config("s3:A"));
    createPolicyVersion(cloud.aws, String(state.arn), policyOf(allow()));
    cloud.delete("aws_iam_policy", state);
    expect(findPolicy(cloud.aws, String(state.arn))).toBeUndefined();
  });

  test("that somebody else changed is brought back", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_policy", config("s3:A"));
    createPolicyVersion(cloud.aws, String(state.arn), policyOf(allow()));
    const read = cloud.read("aws_iam_policy", state);
    expect(read?.policy).toBe(policyOf(allow()));
    expect(cloud.plan("aws_iam_policy", read, config("s3:A")).action).toBe("update");
  });

  test("is replaced for another name, path or description", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_policy", config("s3:A"));
    expect(cloud.plan("aws_iam_policy", state, { ...config("s3:A"), description: "reads" }).replace).toEqual([
      "description",
    ]);
  });
});

describe("a user", () => {
  test("is renamed in place, with its keys and policies", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_user", { name: "ann" });
    const key = cloud.create("aws_iam_access_key", { user: "ann" });
    cloud.create("aws_iam_user_policy", { name: "read", user: "ann", policy: policyOf(allow()) });
    const renamed = cloud.update(state, "aws_iam_user", { name: "anna", path: "/people/" });
    expect(renamed).toMatchObject({
      id: "anna",
      arn: "arn:aws:iam::123456789012:user/people/anna",
      unique_id: state.unique_id ?? null,
    });
    expect(cloud.read("aws_iam_access_key", key)?.user).toBe("anna");
    expect(cloud.import("aws_iam_user_policy", "anna:read").policy).toBe(policyOf(allow()));
  });

  test("cannot take the name of another", () => {
    const cloud = testCloud();
    cloud.create("aws_iam_user", { name: "bob" });
    const state = cloud.create("aws_iam_user", { name: "ann" });
    expect(() => cloud.update(state, "aws_iam_user", { name: "Bob" })).toThrow("User with name Bob already exists.");
  });

  test("may do what its attached policies say until they are detached", () => {
    const cloud = testCloud();
    cloud.create("aws_iam_user", { name: "ann" });
    const ann = asUser(cloud, "ann");
    const { arn = null } = managedPolicy(cloud, "all", { policy: policyOf(allow()) });
    const attached = cloud.create("aws_iam_user_policy_attachment", { user: "ann", policy_arn: arn });
    expect(() => role(ann, "reader")).not.toThrow();
    expect(cloud.import("aws_iam_user_policy_attachment", `ann/${String(arn)}`)).toEqual(attached);
    cloud.delete("aws_iam_user_policy_attachment", attached);
    expect(() => role(ann, "writer")).toThrow("because no identity-based policy allows the iam:CreateRole action");
  });
});

describe("an access key", () => {
  test("shows its secret once, and derives the password of SMTP from it", () => {
    const cloud = testCloud();
    cloud.create("aws_iam_user", { name: "mailer" });
    const state = cloud.create("aws_iam_access_key", { user: "mailer" });
    expect(state.secret).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(state.ses_smtp_password_v4).toBe(sesSmtpPassword(String(state.secret), "us-east-1"));
    expect(cloud.import("aws_iam_access_key", String(state.id)).secret).toBeNull();
  });

  test("is written down by the world without its secret", () => {
    const { world, written } = recordedWorld();
    const cloud = testCloud({ world });
    cloud.create("aws_iam_user", { name: "mailer" });
    const { id, secret, ses_smtp_password_v4 } = cloud.create("aws_iam_access_key", { user: "mailer" });
    expect(written()).toContain(String(id));
    expect(written()).not.toContain(String(secret));
    expect(written()).not.toContain(String(ses_smtp_password_v4));
  });

  test("derives the password as SES describes it, for one Region", () => {
    const password = sesSmtpPassword("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
    expect(Buffer.from(password, "base64")).toHaveLength(33);
    expect(Buffer.from(password, "base64")[0]).toBe(4);
    expect(sesSmtpPassword("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "eu-west-1")).not.toBe(password);
  });

  test("is switched off in place, and lets nobody in from then on", () => {
    const cloud = testCloud();
    cloud.create("aws_iam_user", { name: "ann" });
    const state = cloud.create("aws_iam_access_key", { user: "ann" });
    const off = { user: "ann", status: "Inactive" };
    expect(cloud.plan("aws_iam_access_key", state, off).action).toBe("update");
    expect(cloud.update(state, "aws_iam_access_key", off).status).toBe("Inactive");
  });
});

describe("an identity provider", () => {
  const config = { url: "https://oidc.eks.us-east-1.amazonaws.com/id/AB", client_id_list: ["sts.amazonaws.com"] };

  test("finds the thumbprint of its issuer by itself", () => {
    const { thumbprint_list } = testCloud().create("aws_iam_openid_connect_provider", config);
    expect(thumbprint_list).toEqual(["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]);
  });

  test("takes other audiences and thumbprints in place, and is found with and without the scheme", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_openid_connect_provider", config);
    const changed = { ...config, client_id_list: ["a", "b"], thumbprint_list: ["ab".repeat(20)], tags: { team: "a" } };
    const updated = cloud.update(state, "aws_iam_openid_connect_provider", changed);
    expect(updated).toMatchObject({ client_id_list: ["a", "b"], thumbprint_list: ["ab".repeat(20)] });
    const found = findOpenIdConnectProvider(cloud.aws, config.url);
    expect(found?.tags).toEqual({ team: "a" });
    expect(findOpenIdConnectProvider(cloud.aws, config.url.slice("https://".length))).toEqual(found);
    expect(cloud.import("aws_iam_openid_connect_provider", String(state.arn))).toEqual(updated);
  });
});

describe("an instance profile", () => {
  test("changes its role in place", () => {
    const cloud = testCloud();
    role(cloud, "reader");
    role(cloud, "writer");
    const state = cloud.create("aws_iam_instance_profile", { name: "node", role: "reader", tags: { team: "a" } });
    const changed = { name: "node", role: "writer", tags: { team: "b" } };
    const updated = cloud.update(state, "aws_iam_instance_profile", changed);
    expect(updated).toMatchObject({ unique_id: state.unique_id ?? null, role: "writer", tags_all: { team: "b" } });
    cloud.delete("aws_iam_instance_profile", updated);
    expect(cloud.read("aws_iam_instance_profile", updated)).toBeNull();
  });

  test("whose role does not exist is there without it, tainted", () => {
    const cloud = testCloud();
    expect(() => cloud.create("aws_iam_instance_profile", { name: "node", role: "reader" })).toThrow(
      "The role with name reader cannot be found.",
    );
    expect(cloud.import("aws_iam_instance_profile", "node").role).toBeNull();
  });
});

describe("a role of a service", () => {
  const config = { aws_service_name: "autoscaling.amazonaws.com", custom_suffix: "blue" };

  test("has the name that its service gives it, the suffix and the service's policy", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_service_linked_role", { ...config, description: "scales" });
    expect(state).toMatchObject({
      name: "AWSServiceRoleForAutoScaling_blue",
      arn: "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_blue",
      path: "/aws-service-role/autoscaling.amazonaws.com/",
    });
    expect(cloud.import("aws_iam_service_linked_role", String(state.arn))).toEqual(state);
    const described = { ...config, description: "scales out" };
    expect(cloud.update(state, "aws_iam_service_linked_role", described).description).toBe("scales out");
    cloud.delete("aws_iam_service_linked_role", state);
    expect(cloud.read("aws_iam_service_linked_role", state)).toBeNull();
  });

  test.each(Object.entries(serviceLinkedRoles))("of %s can be made", (aws_service_name, { name }) => {
    expect(testCloud().create("aws_iam_service_linked_role", { aws_service_name }).name).toBe(name);
  });

  test("comes with the first key for several Regions, and belongs to the account", () => {
    const cloud = testCloud();
    cloud.create("aws_kms_key", { multi_region: true });
    const name = "AWSServiceRoleForKeyManagementServiceMultiRegionKeys";
    expect(cloud.data("aws_iam_roles", { name_regex: "MultiRegion" }).names).toEqual([name]);
    expect(cloud.world.ledger().map(({ id }) => id)).not.toContain(name);
  });
});

describe("data sources", () => {
  test("find roles by path and name, and one role by its name", () => {
    const cloud = testCloud();
    role(cloud, "ci-plan", { path: "/platform/" });
    role(cloud, "ci-apply", { path: "/platform/", tags: { team: "a" } });
    role(cloud, "reader");
    expect(cloud.data("aws_iam_roles", { path_prefix: "/platform/", name_regex: "^ci-" }).names).toEqual([
      "ci-apply",
      "ci-plan",
    ]);
    expect(cloud.data("aws_iam_roles", { name_regex: "^none$" }).names).toEqual([]);
    expect(cloud.data("aws_iam_role", { name: "ci-apply" })).toMatchObject({ path: "/platform/", tags: { team: "a" } });
    expect(() => cloud.data("aws_iam_role", { name: "none" })).toThrow("couldn't find resource");
  });

  test("tell the role behind a session, and leave any other ARN as it is", () => {
    const cloud = testCloud();
    const { arn } = role(cloud, "reader", { path: "/platform/" });
    const session = "arn:aws:sts::123456789012:assumed-role/reader/run-1";
    expect(cloud.data("aws_iam_session_context", { arn: session })).toMatchObject({
      issuer_arn: arn ?? null,
      issuer_name: "reader",
      session_name: "run-1",
    });
    const user = "arn:aws:iam::123456789012:user/ann";
    expect(cloud.data("aws_iam_session_context", { arn: user })).toMatchObject({ issuer_arn: user, session_name: "" });
  });
});
