import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { identityProviderRules } from "./identity-providers.ts";

testRules(identityProviderRules, () => testCloud(), {
  url: {
    refused: (cloud) => provider(cloud, "https://oidc.example.org:8443/id"),
    accepted: (cloud) => provider(cloud, "https://oidc.example.org/id"),
  },
  duplicate: {
    refused: (cloud) => {
      provider(cloud, "https://oidc.example.org");
      provider(cloud, "https://oidc.example.org");
    },
    accepted: (cloud) => {
      provider(cloud, "https://oidc.example.org/a");
      provider(cloud, "https://oidc.example.org/b");
    },
  },
  thumbprints: {
    refused: (cloud) => provider(cloud, "https://oidc.example.org", { thumbprint_list: thumbprints(6) }),
    accepted: (cloud) => provider(cloud, "https://oidc.example.org", { thumbprint_list: thumbprints(5) }),
  },
  unreachable: {
    refused: (cloud) => provider(cloud, "https://oidc.cluster.local"),
    accepted: (cloud) => provider(cloud, "https://oidc.cluster.local", { thumbprint_list: thumbprints(1) }),
  },
  clientIds: {
    refused: (cloud) => provider(cloud, "https://oidc.example.org", { client_id_list: audiences(101) }),
    accepted: (cloud) => provider(cloud, "https://oidc.example.org", { client_id_list: audiences(100) }),
  },
});

function provider(cloud: TestCloud, url: string, more: object = {}): void {
  cloud.create("aws_iam_openid_connect_provider", { url, client_id_list: ["sts.amazonaws.com"], ...more });
}

function thumbprints(count: number): string[] {
  return Array.from({ length: count }, (_, index) => index.toString(16).repeat(40));
}

function audiences(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `client-${index}`);
}
