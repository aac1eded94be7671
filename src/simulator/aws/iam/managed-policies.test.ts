import { describe, expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { asUser, role } from "../../testing/identities.ts";
import { isManagedPolicy, managedPolicy } from "./managed-policies.ts";
import { compilePolicy, evaluatePolicy } from "./policy-evaluation.ts";

const arnOf = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const says = (name: string, action: string, resource = "*") =>
  evaluatePolicy(compilePolicy(managedPolicy(arnOf(name)) ?? ""), { action, resource, context: {} });

describe("a managed policy of AWS", () => {
  test.each([
    "AdministratorAccess",
    "AmazonEKSClusterPolicy",
    "AmazonEKSServicePolicy",
    "AmazonEKS_CNI_Policy",
    "service-role/AmazonEBSCSIDriverPolicy",
    "AmazonEBSCSIDriverPolicyV2",
    "AmazonEBSCSIDriverEKSClusterScopedPolicy",
    "AmazonSSMManagedInstanceCore",
    "SecretsManagerReadWrite",
    "AmazonSESFullAccess",
    "aws-service-role/AmazonGuardDutyServiceRolePolicy",
    "job-function/ViewOnlyAccess",
  ])("is known by its name with its path, and its text is a policy: %s", (name) => {
    expect(compilePolicy(managedPolicy(arnOf(name)) ?? "").statements.length).toBeGreaterThan(0);
  });

  test("is not known by a wrong path, a wrong name, or the words of every object", () => {
    for (const name of ["AmazonEBSCSIDriverPolicy", "service-role/AdministratorAccess", "toString", "Nobody", ""]) {
      expect(isManagedPolicy(arnOf(name)), name).toBe(false);
    }
    expect(isManagedPolicy("arn:aws:iam::123456789012:policy/AdministratorAccess")).toBe(false);
  });

  test("of a service that is not simulated can be attached and allows nothing", () => {
    const cloud = testCloud();
    role(cloud, "analyst");
    const policy_arn = arnOf("AmazonAthenaFullAccess");
    expect(() => cloud.create("aws_iam_role_policy_attachment", { role: "analyst", policy_arn })).not.toThrow();
    expect(says("AmazonAthenaFullAccess", "athena:StartQueryExecution")).toBe("none");
  });
});

test("power users do everything but decide who may do what", () => {
  expect(says("PowerUserAccess", "ec2:CreateVpc")).toBe("allow");
  expect(says("PowerUserAccess", "iam:CreateRole")).toBe("none");
  expect(says("PowerUserAccess", "iam:PassRole")).toBe("none");
  expect(says("PowerUserAccess", "iam:CreateServiceLinkedRole")).toBe("allow");
});

test("readers read and change nothing", () => {
  const cloud = testCloud();
  const { name } = cloud.create("aws_iam_user", { name: "reader" });
  cloud.create("aws_iam_user_policy_attachment", { user: "reader", policy_arn: arnOf("ReadOnlyAccess") });
  const reader = asUser(cloud, String(name));
  role(cloud, "worker");
  expect(reader.data("aws_iam_role", { name: "worker" }).path).toBe("/");
  expect(() => role(reader, "other")).toThrow("AccessDenied");
  expect(says("ReadOnlyAccess", "ec2:DescribeVpcs")).toBe("allow");
  expect(says("ReadOnlyAccess", "secretsmanager:GetSecretValue")).toBe("none");
});
