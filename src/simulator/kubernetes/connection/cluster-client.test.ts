import { expect, test } from "vitest";
import { Aws } from "../../aws/client.ts";
import { clusterToken } from "../../aws/eks/cluster-token.ts";
import { eks } from "../../aws/eks/records.ts";
import { principalOfAccessKey } from "../../aws/sts/credentials.ts";
import type { Values } from "../../planning/values.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import { kubernetesClient } from "../provider/kubernetes-client.ts";

function clientOf(cluster: ProviderCluster, changes: Values = {}, sourceAddress?: string) {
  const surroundings = { ...cluster.surroundings, sourceAddress };
  return kubernetesClient(surroundings, cluster.block(changes), cluster.environment);
}

/** The provider's AWS, as the user who runs it. */
function awsOf({ world, inside, environment }: ProviderCluster): Aws {
  const principal = principalOfAccessKey(world, environment.AWS_ACCESS_KEY_ID ?? "");
  return new Aws({ world, actor: inside.actor, principal, account: "123456789012", region: "us-east-1" });
}

function withToken(cluster: ProviderCluster, name = "test"): Values {
  return { exec: [], token: clusterToken(awsOf(cluster), name) };
}

test("the caller of the AWS command line becomes the user of its access entry", () => {
  const { user } = clientOf(providerCluster()).connect();
  expect(user.name).toBe("arn:aws:iam::123456789012:user/ci");
});

test("a token of aws_eks_cluster_auth lets in for fifteen minutes of the cluster's time", () => {
  const cluster = providerCluster();
  const client = clientOf(cluster, withToken(cluster));
  cluster.inside.cluster.advanceTo(new Date(cluster.world.now.getTime() + 899_000));
  expect(client.connect().user.name).toBe("arn:aws:iam::123456789012:user/ci");
  cluster.inside.cluster.advanceTo(new Date(cluster.world.now.getTime() + 900_000));
  expect(() => client.connect()).toThrow("Unauthorized");
});

test("a command that is run for credentials renews them, so that a long apply goes on", () => {
  const cluster = providerCluster();
  const client = clientOf(cluster);
  cluster.inside.cluster.advanceTo(new Date(cluster.world.now.getTime() + 3_000_000));
  expect(() => client.connect()).not.toThrow();
});

test("a token or command for another cluster does not let in", () => {
  const cluster = providerCluster();
  expect(() => clientOf(cluster, withToken(cluster, "other")).connect()).toThrow("Unauthorized");
  const exec: Values = { exec: [cluster.exec({ args: ["eks", "get-token", "--cluster-name", "other"] })] };
  expect(() => clientOf(cluster, exec).connect()).toThrow("Unauthorized");
});

test("a token that somebody made up does not let in", () => {
  const cluster = providerCluster();
  const url = Buffer.from("https://sts.us-east-1.amazonaws.com/?X-Amz-Credential=123456789012/x").toString("base64url");
  expect(() => clientOf(cluster, { exec: [], token: `k8s-aws-v1.${url}` }).connect()).toThrow("Unauthorized");
});

test("a principal without an access entry is nobody", () => {
  const cluster = providerCluster();
  const entries = eks.accessEntries(awsOf(cluster));
  for (const key of [...entries.keys()]) entries.delete(key);
  expect(() => clientOf(cluster).connect()).toThrow("Unauthorized");
});

test("a role that the command is to assume must let itself be assumed", () => {
  const cluster = providerCluster();
  const args = ["eks", "get-token", "--cluster-name", "test", "--role-arn", "arn:aws:iam::123456789012:role/missing"];
  expect(() => clientOf(cluster, { exec: [cluster.exec({ args })] }).connect()).toThrow("failed with exit code 254");
});

test("what the endpoint lets in gets in, and nothing else", () => {
  const cluster = providerCluster();
  const record = eks.clusters(awsOf(cluster)).get("test");
  const limited = (publicAccessCidrs: readonly string[], endpointPublicAccess = true) => {
    if (record)
      eks
        .clusters(awsOf(cluster))
        .put("test", { ...record, network: { ...record.network, publicAccessCidrs, endpointPublicAccess } });
    return () => clientOf(cluster, {}, "203.0.113.7").connect();
  };
  expect(limited(["203.0.113.0/24"])).not.toThrow();
  expect(limited(["198.51.100.0/24"])).toThrow("i/o timeout");
  expect(limited(["0.0.0.0/0"], false)).toThrow("i/o timeout");
});

test("what nothing says where it is is looked for on the machine itself", () => {
  const cluster = providerCluster();
  const client = clientOf(cluster, { host: null });
  expect(() => client.connect({ verb: "Get", path: "/api/v1/namespaces/team" })).toThrow(
    'Get "http://localhost/api/v1/namespaces/team": dial tcp [::1]:80: connect: connection refused',
  );
});
