import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { allow, managedPolicy, policyOf, role, trust } from "../../../testing/identities.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { documentRules } from "./documents.ts";

const account = { AWS: "arn:aws:iam::123456789012:root" };

testRules(documentRules, () => testCloud(), {
  policySize: {
    refused: (cloud) => identity(cloud, ofSize(6_145)),
    accepted: (cloud) => identity(cloud, ofSize(6_144)),
  },
  trustSize: {
    refused: (cloud) => trusting(cloud, trustOfSize(2_049)),
    accepted: (cloud) => trusting(cloud, trustOfSize(2_048)),
  },
  inlineSize: {
    refused: (cloud) => twoInline(cloud, 5_120, 5_121),
    accepted: (cloud) => twoInline(cloud, 5_120, 5_120),
  },
  trustPrincipal: {
    refused: (cloud) => trusting(cloud, trust({ AWS: "arn:aws:iam::123456789012:role/writer" })),
    accepted: (cloud) => {
      role(cloud, "writer");
      trusting(cloud, trust({ AWS: "arn:aws:iam::123456789012:role/writer" }));
    },
  },
  trustService: {
    refused: (cloud) => trusting(cloud, trust("ek.amazonaws.com")),
    accepted: (cloud) => trusting(cloud, trust("eks.amazonaws.com")),
  },
  trustStar: {
    refused: (cloud) => trusting(cloud, policyOf({ Effect: "Allow", Principal: "root", Action: "sts:AssumeRole" })),
    accepted: (cloud) => trusting(cloud, policyOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" })),
  },
  trustActions: {
    refused: (cloud) => trusting(cloud, trust(account, { Action: ["sts:AssumeRole", "sts:GetCallerIdentity"] })),
    accepted: (cloud) => trusting(cloud, trust(account, { Action: ["sts:AssumeRole", "sts:TagSession"] })),
  },
  trustResource: {
    refused: (cloud) => trusting(cloud, trust(account, { Resource: "*" })),
    accepted: (cloud) => trusting(cloud, trust(account)),
  },
  identityPrincipal: {
    refused: (cloud) => identity(cloud, policyOf(allow({ Principal: "*" }))),
    accepted: (cloud) => identity(cloud, policyOf(allow())),
  },
  sid: {
    refused: (cloud) => identity(cloud, policyOf(allow({ Sid: "One" }), allow({ Sid: "One" }))),
    accepted: (cloud) => identity(cloud, policyOf(allow({ Sid: "One" }), allow({ Sid: "Two" }), allow(), allow())),
  },
  actionVendor: {
    refused: (cloud) => identity(cloud, policyOf(allow({ Action: "CreateVpc" }))),
    accepted: (cloud) => identity(cloud, policyOf(allow({ Action: "ec2:NoSuchAction" }))),
  },
  resourceForm: {
    refused: (cloud) => identity(cloud, policyOf(allow({ Resource: "acme-data/*" }))),
    accepted: (cloud) => identity(cloud, policyOf(allow({ Resource: "arn:aws:s3:::acme-data/*" }))),
  },
  policySyntax: {
    refused: (cloud) => identity(cloud, JSON.stringify({ Version: "2012-10-17" })),
    accepted: (cloud) => identity(cloud, JSON.stringify({ Version: "2012-10-17", Statement: allow() })),
  },
  partition: {
    refused: (cloud) => identity(cloud, policyOf(allow({ Resource: "arn:amazon:s3:::acme-data" }))),
    accepted: (cloud) => identity(cloud, policyOf(allow({ Resource: "arn:aws-cn:s3:::acme-data" }))),
  },
});

function identity(cloud: TestCloud, policy: string): void {
  managedPolicy(cloud, "read", { policy });
}

function trusting(cloud: TestCloud, assume_role_policy: string): void {
  role(cloud, "reader", { assume_role_policy });
}

/** A policy of so many characters beside white space, which does not count. */
function ofSize(size: number): string {
  const text = (name: string) => policyOf(allow({ Resource: `arn:aws:s3:::${name}` }));
  return ` \n${text("a".repeat(size - text("").length))}`;
}

function trustOfSize(size: number): string {
  const text = (value: string) => trust(account, { Condition: { StringEquals: { "sts:ExternalId": value } } });
  return text("a".repeat(size - text("").length));
}

/** Two inline policies of one role. */
function twoInline(cloud: TestCloud, ...sizes: readonly number[]): void {
  role(cloud, "reader");
  for (const [index, size] of sizes.entries()) {
    cloud.create("aws_iam_role_policy", { name: `part-${index}`, role: "reader", policy: ofSize(size) });
  }
}
