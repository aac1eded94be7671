import { expect, test } from "vitest";
import {
  aclsAllowed,
  bucket,
  configure,
  openToThePublic,
  otherAccount,
  statement,
  upload,
} from "../../testing/buckets.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { parsePolicy } from "../iam/policy-document.ts";
import { principalOfAccessKey } from "../sts/credentials.ts";
import { headObject } from "./object.ts";
import { isPublicPolicy } from "./public-policy.ts";
import { canonicalUserId } from "./records.ts";

/** A user of the account who may do everything as far as IAM goes. */
function administrator(cloud: TestCloud): TestCloud {
  cloud.create("aws_iam_user", { name: "admin" });
  cloud.create("aws_iam_user_policy_attachment", {
    user: "admin",
    policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  });
  const { id } = cloud.create("aws_iam_access_key", { user: "admin" });
  const { world } = cloud;
  return testCloud({ world, account: cloud.aws.account, principal: principalOfAccessKey(world, String(id)) });
}

test("a policy that denies holds against administrators; only the root user can still take it away", () => {
  const cloud = testCloud();
  const admin = administrator(cloud);
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      },
    ],
  });
  bucket(admin, "acme-data");
  const state = configure(admin, "policy", { policy });
  expect(() => admin.delete("aws_s3_bucket_policy", state)).toThrow(
    'api error AccessDenied: User: arn:aws:iam::123456789012:user/admin is not authorized to perform: s3:DeleteBucketPolicy on resource: "arn:aws:s3:::acme-data" with an explicit deny in a resource-based policy',
  );
  expect(() => cloud.delete("aws_s3_bucket_policy", state)).not.toThrow();
  expect(() => upload(admin, "acme-data")).not.toThrow();
});

test("another account gets in where the policy names it, and nowhere else", () => {
  const cloud = testCloud();
  const other = otherAccount(cloud).aws;
  bucket(cloud, "acme-data");
  upload(cloud, "acme-data");
  expect(() => headObject(other, "acme-data", "a")).toThrow(
    "because no resource-based policy allows the s3:GetObject action",
  );
  configure(cloud, "policy", { policy: statement({ Principal: { AWS: "210987654321" } }) });
  expect(headObject(other, "acme-data", "a")?.etag).toBe("0cc175b9c0f1b6a831c399e269772661");
  expect(() => upload(otherAccount(cloud), "acme-data")).toThrow("s3:PutObject");
});

test("a policy keeps the dead id of a role that was made again", () => {
  const cloud = testCloud();
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  });
  const role = cloud.create("aws_iam_role", { name: "reader", assume_role_policy: trust });
  bucket(cloud, "acme-data");
  const policy = statement({ Principal: { AWS: String(role.arn) } });
  const state = configure(cloud, "policy", { policy });
  cloud.delete("aws_iam_role", role);
  cloud.create("aws_iam_role", { name: "reader", assume_role_policy: trust });
  const read = cloud.read("aws_s3_bucket_policy", state);
  expect(read?.policy).toContain(String(role.unique_id));
  expect(cloud.plan("aws_s3_bucket_policy", read, { bucket: "acme-data", policy }).action).toBe("update");
});

test("a policy that means the same is no change", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  const state = configure(cloud, "policy", { policy: statement({}) });
  const same = statement({ Action: ["s3:GetObject"] });
  expect(cloud.plan("aws_s3_bucket_policy", state, { bucket: "acme-data", policy: same }).action).toBe("none");
  const other = statement({ Action: "s3:GetObjectVersion" });
  expect(cloud.plan("aws_s3_bucket_policy", state, { bucket: "acme-data", policy: other }).action).toBe("update");
});

test("what is public already stays when the public is blocked, but cannot be made so again", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  const block = openToThePublic(cloud);
  const policy = statement({ Principal: "*" });
  const state = configure(cloud, "policy", { policy });
  cloud.update(block, "aws_s3_bucket_public_access_block", { bucket: "acme-data", block_public_policy: true });
  expect(cloud.read("aws_s3_bucket_policy", state)?.policy).toBe(policy);
  cloud.delete("aws_s3_bucket_policy", state);
  expect(() => configure(cloud, "policy", { policy })).toThrow(
    'is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::acme-data" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
  );
});

test("a public policy lets no other account in while the bucket is restricted", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  upload(cloud, "acme-data");
  const open = openToThePublic(cloud);
  configure(cloud, "policy", { policy: statement({ Principal: "*" }) });
  const other = otherAccount(cloud).aws;
  expect(headObject(other, "acme-data", "a")).toBeDefined();
  const restricted = { bucket: "acme-data", restrict_public_buckets: true };
  cloud.update(open, "aws_s3_bucket_public_access_block", restricted);
  expect(() => headObject(other, "acme-data", "a")).toThrow("AccessDenied");
  expect(headObject(cloud.aws, "acme-data", "a")).toBeDefined();
});

test.each([
  ["no JSON object", '["allow", "everybody"]', "Policies must be valid JSON and the first byte must be '{'"],
  ["no statement", JSON.stringify({ Version: "2012-10-17" }), "Missing required field Statement"],
  ["an effect that is none", statement({ Effect: "Permit" }), "Missing required field Effect"],
  ["no action", statement({ Action: undefined }), "Missing required field Action"],
  ["no principal", statement({ Principal: undefined }), "Missing required field Principal"],
  ["no resource", statement({ Resource: undefined }), "Missing required field Resource"],
  [
    "an unknown version",
    statement({}).replace("2012-10-17", "2026-01-01"),
    "The policy must contain a valid version string",
  ],
  ["a service that is none", statement({ Principal: { Service: "s4.amazonaws.com" } }), "Invalid principal in policy"],
  ["an action of another service", statement({ Action: "sqs:SendMessage" }), "Policy has invalid action"],
  [
    "an object's action on the bucket",
    statement({ Resource: "arn:aws:s3:::acme-data" }),
    "Action does not apply to any resource(s) in statement",
  ],
  ["every resource", statement({ Resource: "*" }), "Policy has invalid resource"],
])("a policy with %s is malformed in the words of S3", (_problem, policy, words) => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  expect(() => configure(cloud, "policy", { policy })).toThrow(`api error MalformedPolicy: ${words}`);
});

const everyone = { Principal: { AWS: "*" } };

test.each([
  ["everybody", everyone],
  ["everybody but one", { Principal: undefined, NotPrincipal: { AWS: "123456789012" } }],
  ["a condition that is not fixed", { ...everyone, Condition: { StringLike: { "aws:SourceVpc": "vpc-*" } } }],
  ["the whole Internet", { ...everyone, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }],
  [
    "a condition that tells nothing of the caller",
    { ...everyone, Condition: { Bool: { "aws:SecureTransport": "true" } } },
  ],
])("a policy for %s is public", (_who, more) => {
  expect(isPublicPolicy(parsePolicy(statement(more)))).toBe(true);
});

test.each([
  ["an account", { Principal: { AWS: "210987654321" } }],
  ["a service", { Principal: { Service: "cloudtrail.amazonaws.com" } }],
  ["an organisation", { ...everyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }],
  ["an endpoint", { ...everyone, Condition: { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } } }],
  ["nobody", { ...everyone, Effect: "Deny" }],
])("a policy for %s is not public", (_who, more) => {
  expect(isPublicPolicy(parsePolicy(statement(more)))).toBe(false);
});

test("a canned ACL is shown as the grants it makes, and changes in place", () => {
  const cloud = testCloud();
  aclsAllowed(cloud);
  const state = configure(cloud, "acl", { acl: "private" });
  expect(state.id).toBe("acme-data,private");
  const planned = cloud.plan("aws_s3_bucket_acl", state, { bucket: "acme-data", acl: "log-delivery-write" });
  expect(planned.action).toBe("update");
  const updated = cloud.update(state, "aws_s3_bucket_acl", { bucket: "acme-data", acl: "log-delivery-write" });
  expect(updated.id).toBe("acme-data,log-delivery-write");
  expect(JSON.stringify(updated.access_control_policy)).toContain("groups/s3/LogDelivery");
  expect(cloud.read("aws_s3_bucket_acl", updated)).toEqual(updated);
  expect(cloud.plan("aws_s3_bucket_acl", updated, { bucket: "acme-data", acl: "log-delivery-write" }).action).toBe(
    "none",
  );
});

test("grants that are written out need no change afterwards, and outlive their resource", () => {
  const cloud = testCloud();
  aclsAllowed(cloud);
  const owner = [{ id: canonicalUserId(cloud.world, "123456789012") }];
  const uri = "http://acs.amazonaws.com/groups/s3/LogDelivery";
  const config = {
    bucket: "acme-data",
    access_control_policy: [{ owner, grant: [{ permission: "WRITE", grantee: [{ type: "Group", uri }] }] }],
  };
  const state = cloud.create("aws_s3_bucket_acl", config);
  expect(cloud.plan("aws_s3_bucket_acl", state, config).action).toBe("none");
  cloud.delete("aws_s3_bucket_acl", state);
  expect(cloud.import("aws_s3_bucket", "acme-data").grant).toEqual([
    { id: "", type: "Group", uri, permissions: ["WRITE"] },
  ]);
});

test("an imported ACL knows the canned name from its id", () => {
  const cloud = testCloud();
  aclsAllowed(cloud);
  configure(cloud, "acl", { acl: "private" });
  const imported = cloud.import("aws_s3_bucket_acl", "acme-data,123456789012,private");
  expect(imported).toMatchObject({ bucket: "acme-data", expected_bucket_owner: "123456789012", acl: "private" });
});

test("a block that is to be left behind is left behind", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  const kept = configure(cloud, "public_access_block", { block_public_acls: true, skip_destroy: true });
  cloud.delete("aws_s3_bucket_public_access_block", kept);
  expect(cloud.read("aws_s3_bucket_public_access_block", kept)?.block_public_acls).toBe(true);
  const removed = { ...kept, skip_destroy: false };
  cloud.delete("aws_s3_bucket_public_access_block", removed);
  expect(cloud.read("aws_s3_bucket_public_access_block", removed)).toBeNull();
});
