import { aclsAllowed, allows, bucket, configure, openToThePublic, statement } from "../../testing/buckets.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { accessRules } from "./access-rules.ts";
import { canonicalUserId } from "./records.ts";

testRules(accessRules, () => testCloud(), {
  aclDisabled: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "acl", { acl: "private" });
    },
    accepted: (cloud) => {
      aclsAllowed(cloud);
      configure(cloud, "acl", { acl: "private" });
    },
  },
  ownerAcl: {
    refused: (cloud) => {
      aclsAllowed(cloud);
      configure(cloud, "acl", { acl: "log-delivery-write" });
      configure(cloud, "ownership_controls", { rule: [{ object_ownership: "BucketOwnerEnforced" }] });
    },
    accepted: (cloud) => {
      aclsAllowed(cloud);
      configure(cloud, "acl", { acl: "private" });
      configure(cloud, "ownership_controls", { rule: [{ object_ownership: "BucketOwnerEnforced" }] });
    },
  },
  publicAcl: {
    refused: (cloud) => {
      aclsAllowed(cloud);
      configure(cloud, "acl", { acl: "public-read" });
    },
    accepted: (cloud) => {
      aclsAllowed(cloud);
      openToThePublic(cloud);
      configure(cloud, "acl", { acl: "public-read" });
    },
  },
  granteeEmail: {
    refused: (cloud) => grantTo(cloud, { type: "AmazonCustomerByEmail", email_address: "team@example.org" }),
    accepted: (cloud) => grantTo(cloud, { type: "CanonicalUser", id: "ab".repeat(32) }),
  },
  granteeId: {
    refused: (cloud) => grantTo(cloud, { type: "CanonicalUser", id: "123456789012" }),
    accepted: (cloud) => grantTo(cloud, { type: "CanonicalUser", id: "ab".repeat(32) }),
  },
  aclOwner: {
    refused: (cloud) => grantTo(cloud, { type: "CanonicalUser", id: "ab".repeat(32) }, "cd".repeat(32)),
    accepted: (cloud) => grantTo(cloud, { type: "CanonicalUser", id: "ab".repeat(32) }),
  },
  publicPolicy: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Principal: "*" }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      const fromTheOffice = { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } };
      configure(cloud, "policy", { policy: statement({ Principal: "*", Condition: fromTheOffice }) });
    },
  },
  policyJson: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: JSON.stringify({ Version: "2012-10-17" }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({}) });
    },
  },
  policyPrincipal: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Principal: { AWS: "arn:aws:iam::123456789012:role/none" } }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      cloud.create("aws_iam_role", { name: "reader", assume_role_policy: allows("ec2.amazonaws.com") });
      configure(cloud, "policy", {
        policy: statement({ Principal: { AWS: "arn:aws:iam::123456789012:role/reader" } }),
      });
    },
  },
  policyResource: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Resource: "arn:aws:s3:::acme-data-2/*" }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Resource: "arn:aws:s3:::acme-data/*" }) });
    },
  },
  policyAction: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Action: "s3:ListBucket" }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", {
        policy: statement({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-data" }),
      });
    },
  },
  policySize: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Sid: "a".repeat(20_480) }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "policy", { policy: statement({ Sid: "a".repeat(20_000) }) });
    },
  },
});

function grantTo(cloud: TestCloud, grantee: object, owner = canonicalUserId(cloud.world, "123456789012")): void {
  aclsAllowed(cloud);
  configure(cloud, "acl", {
    access_control_policy: [{ owner: [{ id: owner }], grant: [{ permission: "READ", grantee: [{ ...grantee }] }] }],
  });
}
