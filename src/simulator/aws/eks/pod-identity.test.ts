import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { cloudWithCluster, roleFor, userWith } from "../../testing/cluster.ts";
import { eks } from "./records.ts";

const type = "aws_eks_pod_identity_association";

test("an association has an id, an ARN and no external id, and reads as it was made", () => {
  const cloud = cloudWithCluster();
  const state = associate(cloud);
  const id = String(state.association_id);
  expect(id).toMatch(/^a-[a-z0-9]{17}$/);
  expect(state.association_arn).toBe(`arn:aws:eks:us-east-1:123456789012:podidentityassociation/test/${id}`);
  expect(state.external_id).toBeNull();
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.import(type, `test,${id}`)).toEqual(state);
  expect(() => cloud.import(type, id)).toThrow("unexpected format");
});

test("an association with a target role has an external id, which goes with the target", () => {
  const cloud = cloudWithCluster();
  const state = associate(cloud, { target_role_arn: "arn:aws:iam::210987654321:role/data" });
  expect(state.external_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(cloud.update(state, type, config(state)).external_id).toBeNull();
});

test("another role changes an association in place, another service account replaces it", () => {
  const cloud = cloudWithCluster();
  const state = associate(cloud);
  const other = { ...config(state), role_arn: roleFor(cloud, "other", "pods.eks.amazonaws.com") };
  expect(cloud.plan(type, state, other).action).toBe("update");
  expect(cloud.update(state, type, other)).toMatchObject({ association_id: state.association_id });
  expect(cloud.plan(type, state, { ...config(state), service_account: "writer" }).action).toBe("replace");
});

test("neither the namespace nor the trust of the role is looked at", () => {
  const cloud = cloudWithCluster();
  const role_arn = roleFor(cloud, "for-nodes", "ec2.amazonaws.com");
  expect(associate(cloud, { namespace: "not-there", role_arn }).role_arn).toBe(role_arn);
});

test("a role of another account cannot be passed", () => {
  const role_arn = "arn:aws:iam::210987654321:role/reader";
  expect(() => associate(cloudWithCluster(), { role_arn })).toThrow("Cross-account pass role is not allowed");
});

test("who makes an association must be allowed to pass the role", () => {
  const cloud = cloudWithCluster();
  const role_arn = roleFor(cloud, "reader", "pods.eks.amazonaws.com");
  const user = userWith(cloud, ["eks:CreatePodIdentityAssociation"]);
  expect(() => associate(user, { role_arn })).toThrow(/CreatePodIdentityAssociation.*AccessDenied.*iam:PassRole/);
});

test("an association that an add-on owns goes with the add-on only", () => {
  const cloud = cloudWithCluster();
  const role_arn = roleFor(cloud, "cni", "pods.eks.amazonaws.com");
  const roles = { pod_identity_association: [{ service_account: "aws-node", role_arn }] };
  const addOn = cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni", ...roles });
  const state = cloud.import(type, `test,${eks.podIdentityAssociations(cloud.aws).rows()[0]?.id}`);
  expect(() => cloud.delete(type, state)).toThrow("InvalidRequestException");
  cloud.delete("aws_eks_addon", addOn);
  expect(cloud.read(type, state)).toBeNull();
});

test("an association of a cluster that is gone is no longer there", () => {
  const cloud = cloudWithCluster();
  const state = associate(cloud);
  eks.clusters(cloud.aws).delete("test");
  expect(cloud.read(type, state)).toBeNull();
  cloud.delete(type, state);
});

function associate(cloud: TestCloud, changes: Values = {}): Values {
  return cloud.create(type, {
    cluster_name: "test",
    namespace: "default",
    service_account: "reader",
    role_arn: changes.role_arn ?? roleFor(cloud, "reader", "pods.eks.amazonaws.com"),
    ...changes,
  });
}

/** The configuration behind a state, without a target role. */
function config({ role_arn = null, service_account = null }: Values): Values {
  return { cluster_name: "test", namespace: "default", service_account, role_arn } as Values;
}
