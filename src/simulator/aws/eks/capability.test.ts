import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { cloudWithCluster, roleFor, userWith } from "../../testing/cluster.ts";
import { testRules } from "../../testing/rule-test.ts";
import { eks } from "./records.ts";
import { capabilityRules } from "./rules/capabilities.ts";

const type = "aws_eks_capability";
const identityCenter = { idc_instance_arn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" };
const argoCd = { type: "ARGOCD", configuration: [{ argo_cd: [{ aws_idc: [identityCenter] }] }] };

testRules(capabilityRules, () => cloudWithCluster(), {
  duplicate: {
    refused(cloud) {
      make(cloud, "one");
      make(cloud, "one", { type: "KRO" });
    },
    accepted(cloud) {
      make(cloud, "one");
      make(cloud, "two", { type: "KRO" });
    },
  },
  oneOfType: {
    refused(cloud) {
      make(cloud, "one");
      make(cloud, "two");
    },
    accepted(cloud) {
      cloud.delete(type, make(cloud, "one"));
      make(cloud, "two");
    },
  },
  notFound: {
    refused(cloud) {
      const state = make(cloud, "one");
      cloud.delete(type, state);
      cloud.update(state, type, config(cloud, "one", { tags: { team: "data" } }));
    },
    accepted: (cloud) => void cloud.update(make(cloud, "one"), type, config(cloud, "one", { tags: { team: "data" } })),
  },
  role: {
    refused: (cloud) => void make(cloud, "one", { role_arn: roleFor(cloud, "other", "pods.eks.amazonaws.com") }),
    accepted: (cloud) =>
      void make(cloud, "one", { role_arn: roleFor(cloud, "other", "capabilities.eks.amazonaws.com") }),
  },
  configuration: {
    refused: (cloud) => void make(cloud, "one", { type: "ARGOCD" }),
    accepted: (cloud) => void make(cloud, "one", argoCd),
  },
});

describe("a capability", () => {
  test("of Argo CD has a server, an application of its own and defaults, and reads as it was made", () => {
    const cloud = cloudWithCluster();
    const state = make(cloud, "one", argoCd);
    expect(state.configuration).toMatchObject([
      { argo_cd: [{ namespace: "argocd", aws_idc: [{ ...identityCenter, idc_region: "us-east-1" }] }] },
    ]);
    expect(JSON.stringify(state.configuration)).toMatch(/server_url":"https:\/\/.*application\/ssoins-\w+\/apl-/);
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.import(type, "test,one")).toEqual(state);
  });

  test("without settings reads as it was made, and its ARN names the type", () => {
    const cloud = cloudWithCluster();
    const state = make(cloud, "one");
    expect(state.arn).toMatch(/^arn:aws:eks:us-east-1:123456789012:capability\/test\/ack\/one\/[0-9a-f-]{36}$/);
    expect(cloud.read(type, state)).toEqual(state);
  });

  test("changes its role mappings in place and keeps its server", () => {
    const cloud = cloudWithCluster();
    const state = make(cloud, "one", argoCd);
    const rbac_role_mapping = [{ role: "ADMIN", identity: [{ id: "user-1", type: "SSO_USER" }] }];
    const changed = { ...argoCd, configuration: [{ argo_cd: [{ aws_idc: [identityCenter], rbac_role_mapping }] }] };
    const updated = cloud.update(state, type, config(cloud, "one", changed));
    expect(updated.configuration).toMatchObject([{ argo_cd: [{ rbac_role_mapping }] }]);
    expect(updated.arn).toBe(state.arn);
  });

  test("lets its role into the cluster as long as it exists", () => {
    const cloud = cloudWithCluster();
    const state = make(cloud, "one");
    expect(eks.accessEntries(cloud.aws).rows()).toMatchObject([{ type: "CAPABILITY", principalArn: state.role_arn }]);
    cloud.delete(type, state);
    expect(eks.accessEntries(cloud.aws).size).toBe(0);
  });

  test("is made by those only who may pass its role", () => {
    const cloud = cloudWithCluster();
    const role_arn = roleFor(cloud, "one", "capabilities.eks.amazonaws.com");
    const user = userWith(cloud, ["eks:CreateCapability"]);
    expect(() => make(user, "one", { role_arn })).toThrow(/CreateCapability.*AccessDenied.*iam:PassRole/);
  });
});

function make(cloud: TestCloud, name: string, rest: Values = {}): Values {
  return cloud.create(type, config(cloud, name, rest));
}

function config(cloud: TestCloud, name: string, rest: Values): Values {
  return {
    cluster_name: "test",
    capability_name: name,
    type: "ACK",
    delete_propagation_policy: "RETAIN",
    role_arn: rest.role_arn ?? roleFor(cloud, `capability-${name}`, "capabilities.eks.amazonaws.com"),
    ...rest,
  };
}
