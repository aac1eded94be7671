import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { managedPolicy, policyOf, role } from "../../../testing/identities.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { entityRules } from "./entities.ts";

testRules(entityRules, () => testCloud(), {
  nameChars: {
    refused: (cloud) => userPolicy(cloud, "read all"),
    accepted: (cloud) => userPolicy(cloud, "read-all_1+=,.@"),
  },
  nameLength: {
    refused: (cloud) => userPolicy(cloud, "p".repeat(129)),
    accepted: (cloud) => userPolicy(cloud, "p".repeat(128)),
  },
  path: {
    refused: (cloud) => role(cloud, "reader", { path: "/platform" }),
    accepted: (cloud) => role(cloud, "reader", { path: "/platform/" }),
  },
  tags: {
    refused: (cloud) => role(cloud, "reader", { tags: { team: "a", Team: "b" } }),
    accepted: (cloud) => role(cloud, "reader", { tags: { team: "a", teams: "b" } }),
  },
  quota: {
    refused: (cloud) => identityProviders(cloud, 101),
    accepted: (cloud) => identityProviders(cloud, 100),
  },
  roleDuplicate: {
    refused: (cloud) => {
      role(cloud, "reader");
      role(cloud, "Reader", { path: "/platform/" });
    },
    accepted: (cloud) => {
      role(cloud, "reader");
      role(cloud, "readers");
    },
  },
  policyDuplicate: {
    refused: (cloud) => {
      managedPolicy(cloud, "read");
      managedPolicy(cloud, "read", { path: "/platform/" });
    },
    accepted: (cloud) => {
      cloud.delete("aws_iam_policy", managedPolicy(cloud, "read"));
      managedPolicy(cloud, "read");
    },
  },
  profileDuplicate: {
    refused: (cloud) => {
      cloud.create("aws_iam_instance_profile", { name: "node" });
      cloud.create("aws_iam_instance_profile", { name: "node", path: "/platform/" });
    },
    accepted: (cloud) => {
      cloud.create("aws_iam_instance_profile", { name: "node" });
      cloud.create("aws_iam_instance_profile", { name: "nodes" });
    },
  },
  userDuplicate: {
    refused: (cloud) => {
      cloud.create("aws_iam_user", { name: "ann" });
      cloud.create("aws_iam_user", { name: "Ann" });
    },
    accepted: (cloud) => {
      cloud.create("aws_iam_user", { name: "ann" });
      cloud.create("aws_iam_user", { name: "anna" });
    },
  },
  notFound: {
    refused: (cloud) => cloud.create("aws_iam_access_key", { user: "ann" }),
    accepted: (cloud) => {
      cloud.create("aws_iam_user", { name: "ann" });
      cloud.create("aws_iam_access_key", { user: "ann" });
    },
  },
});

function userPolicy(cloud: TestCloud, name: string): void {
  cloud.create("aws_iam_user", { name: "ann" });
  const policy = policyOf({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  cloud.create("aws_iam_user_policy", { name, user: "ann", policy });
}

function identityProviders(cloud: TestCloud, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const url = `https://oidc.example.org/${index}`;
    cloud.create("aws_iam_openid_connect_provider", { url, client_id_list: ["sts.amazonaws.com"] });
  }
}
