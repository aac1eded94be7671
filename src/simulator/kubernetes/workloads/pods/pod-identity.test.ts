import { expect, test } from "vitest";
import { putAssociation } from "../../../aws/eks/pod-identity.ts";
import { eks } from "../../../aws/eks/records.ts";
import type { TestCloud } from "../../../testing/cloud.ts";
import { cloudWithCluster } from "../../../testing/cluster.ts";
import { policyOf } from "../../../testing/identities.ts";
import { textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { type TestCluster, testCluster } from "../../testing/cluster.ts";
import { workloadControllersWith } from "../controllers.ts";
import { node, pod, podSpec } from "../testing/workloads.ts";
import { credentialsOf } from "./pod-credentials.ts";
import { podSpecOf } from "./pod-types.ts";

/** A cluster in which pods run on one node, and the cloud around it. */
function bench(): { readonly cloud: TestCloud; readonly cluster: TestCluster } {
  const cloud = cloudWithCluster();
  const cluster = testCluster({ world: cloud.world, controllers: workloadControllersWith([]) });
  cluster.api.create(node("node-0"));
  return { cloud, cluster };
}

function account(cluster: TestCluster, annotations: Readonly<Record<string, string>> = {}): void {
  cluster.api.create({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "reader", namespace: "default", annotations },
  });
}

/** A role that a principal may assume, with conditions. */
function role(cloud: TestCloud, Principal: object, Action: readonly string[], Condition: object): string {
  const trust = policyOf({ Effect: "Allow", Principal, Action, Condition });
  return String(cloud.create("aws_iam_role", { name: "reader", assume_role_policy: trust }).arn);
}

function podOf(cluster: TestCluster): KubernetesObject {
  return cluster.api.create(pod("reader", podSpec({}, { serviceAccountName: "reader" })));
}

/** Trust of the cluster's issuer in pods of a service account. */
function webRole(
  { cloud, cluster }: ReturnType<typeof bench>,
  subject = "system:serviceaccount:default:reader",
): string {
  const issuer = cluster.cluster.eks?.issuer ?? "";
  cloud.create("aws_iam_openid_connect_provider", { url: issuer, client_id_list: ["sts.amazonaws.com"] });
  const provider = `arn:aws:iam::123456789012:oidc-provider/${issuer.replace("https://", "")}`;
  const StringEquals = { [`${issuer.replace("https://", "")}:sub`]: subject };
  return role(cloud, { Federated: provider }, ["sts:AssumeRoleWithWebIdentity"], { StringEquals });
}

/** Trust of EKS Pod Identity in pods of a service account. */
function agentRole(cloud: TestCloud, serviceAccount = "reader"): string {
  const StringEquals = { "aws:RequestTag/kubernetes-service-account": serviceAccount };
  return role(cloud, { Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"], { StringEquals });
}

function associate({ aws }: TestCloud, roleArn: string): void {
  const association = { clusterName: "test", namespace: "default", serviceAccount: "reader", roleArn };
  putAssociation(aws, { ...association, targetRoleArn: null, disableSessionTags: false, tags: {} }, null);
}

/** The agent of EKS Pod Identity, which answers on the node. */
function startAgent(cluster: TestCluster): void {
  const image = "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/eks-pod-identity-agent:v0.1.37";
  cluster.api.create(pod("agent", podSpec({ image }, { hostNetwork: true })));
  cluster.run();
}

function variablesOf(object: KubernetesObject): readonly string[] {
  return podSpecOf(object).containers.flatMap(({ env }) => env.map(({ name }) => name));
}

test("a pod whose service account names a role is that role", () => {
  const { cloud, cluster } = bench();
  const arn = webRole({ cloud, cluster });
  account(cluster, { "eks.amazonaws.com/role-arn": arn });
  const made = podOf(cluster);
  expect(variablesOf(made)).toContain("AWS_WEB_IDENTITY_TOKEN_FILE");
  expect(credentialsOf(cluster.cluster, made).principal?.identity).toBe(arn);
});

test("a role that trusts another service account lets the pod not in", () => {
  const { cloud, cluster } = bench();
  account(cluster, {
    "eks.amazonaws.com/role-arn": webRole({ cloud, cluster }, "system:serviceaccount:default:writer"),
  });
  expect(credentialsOf(cluster.cluster, podOf(cluster)).problem).toContain(
    "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
  );
});

test("an issuer that IAM does not know lets nobody in", () => {
  const { cluster } = bench();
  account(cluster, { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/reader" });
  expect(credentialsOf(cluster.cluster, podOf(cluster)).problem).toContain("No OpenIDConnect provider found");
});

test("a pod whose service account has an association is its role, with tags that say which pod it is", () => {
  const { cloud, cluster } = bench();
  const arn = agentRole(cloud);
  account(cluster);
  associate(cloud, arn);
  startAgent(cluster);
  const made = podOf(cluster);
  cluster.run();
  const running = cluster.api.find("/Pod", "reader", "default") ?? made;
  expect(variablesOf(made)).toContain("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  expect(credentialsOf(cluster.cluster, running).principal).toMatchObject({
    identity: arn,
    sessionTags: { "kubernetes-namespace": "default", "kubernetes-pod-name": "reader" },
  });
});

test("without the agent on its node the pod of an association has no credentials", () => {
  const { cloud, cluster } = bench();
  account(cluster);
  associate(cloud, agentRole(cloud));
  const made = podOf(cluster);
  cluster.run();
  expect(credentialsOf(cluster.cluster, cluster.api.find("/Pod", "reader", "default") ?? made).problem).toContain(
    "169.254.170.23",
  );
});

test("a role whose trust asks for another service account is not given", () => {
  const { cloud, cluster } = bench();
  account(cluster);
  associate(cloud, agentRole(cloud, "writer"));
  startAgent(cluster);
  const made = podOf(cluster);
  cluster.run();
  expect(credentialsOf(cluster.cluster, cluster.api.find("/Pod", "reader", "default") ?? made).problem).toContain(
    "EKS does not have permissions to assume the associated role",
  );
});

test("an association that comes after the pod has no effect on it", () => {
  const { cloud, cluster } = bench();
  account(cluster);
  startAgent(cluster);
  const made = podOf(cluster);
  associate(cloud, agentRole(cloud));
  cluster.run();
  const running = cluster.api.find("/Pod", "reader", "default") ?? made;
  expect(textAt(running, "status.phase")).toBe("Running");
  expect(eks.podIdentityAssociations(cloud.aws).size).toBe(1);
  expect(credentialsOf(cluster.cluster, running).problem).toContain("no EC2 IMDS role found");
});
