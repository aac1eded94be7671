import { expect, test } from "vitest";
import { rootPrincipal } from "../../aws/principal.ts";
import { refusalOf } from "../server/kubernetes-error.ts";
import { admit } from "../testing/access.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { configMap, definition, deployment, secret } from "../testing/manifests.ts";
import { isAllowed } from "./authorise.ts";
import { checkReach, reaches } from "./endpoint.ts";
import type { Verb } from "./policy-rule.ts";
import { type AccessGrant, serviceAccountUser, type User } from "./user.ts";
import { userOf } from "./user-of.ts";

const widgets = { group: "example.com", kind: "Widget", plural: "widgets", namespaced: true };
const kinds = {
  deployments: { group: "apps", kind: "Deployment", plural: "deployments", namespaced: true },
  secrets: { group: "", kind: "Secret", plural: "secrets", namespaced: true },
  nodes: { group: "", kind: "Node", plural: "nodes", namespaced: false },
  roles: { group: "rbac.authorization.k8s.io", kind: "Role", plural: "roles", namespaced: true },
  widgets,
};

test.each<[policy: string, can: readonly string[], cannot: readonly string[]]>([
  ["AmazonEKSClusterAdminPolicy", ["delete nodes", "update widgets", "create roles"], []],
  ["AmazonEKSAdminPolicy", ["create roles", "update secrets"], ["update widgets", "get nodes"]],
  ["AmazonEKSEditPolicy", ["update deployments", "get secrets"], ["get widgets", "create roles", "list nodes"]],
  ["AmazonEKSViewPolicy", ["list deployments"], ["get secrets", "update deployments", "get widgets"]],
  ["AmazonEKSAdminViewPolicy", ["get secrets", "list nodes", "get widgets"], ["update deployments", "delete widgets"]],
  ["AmazonEKSSecretReaderPolicy", ["get secrets"], ["list deployments", "delete secrets"]],
])("%s", (policy, can, cannot) => {
  const world = testCluster();
  const user = member(world, [{ policy, namespaces: null }]);
  const may = (text: string) => {
    const [verb, resource] = text.split(" ") as [Verb, keyof typeof kinds];
    const kind = kinds[resource];
    return isAllowed(world.cluster, user, { verb, kind, namespace: kind.namespaced ? "default" : undefined });
  };
  expect(can.filter((text) => !may(text))).toEqual([]);
  expect(cannot.filter(may)).toEqual([]);
});

test("whoever views and edits reads every secret and custom resource but cannot free one of its finalizer", () => {
  const world = testCluster();
  world.api.create(definition(widgets));
  const made = world.api.create({ apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" } });
  const policies = ["AmazonEKSAdminViewPolicy", "AmazonEKSEditPolicy"];
  const developer = world.as(
    member(
      world,
      policies.map((policy) => ({ policy, namespaces: null })),
    ),
  );
  expect(developer.find("example.com/Widget", "a", "default")).toBeDefined();
  expect(refusalOf(() => developer.setFinalizers(made, []))?.message).toBe(
    'widgets.example.com "a" is forbidden: User "arn:aws:sts::123456789012:assumed-role/developer/jane-example.com" cannot update resource "widgets" in API group "example.com" in the namespace "default"',
  );
});

test("reading needs permission too", () => {
  const world = testCluster();
  world.api.create(secret("a", { key: "value" }));
  const viewer = world.as(member(world, [{ policy: "AmazonEKSViewPolicy", namespaces: null }]));
  expect(refusalOf(() => viewer.find("/Secret", "a", "default"))?.reason).toBe("Forbidden");
  expect(refusalOf(() => viewer.list("/Node"))?.message).toMatch(/^nodes is forbidden: .* at the cluster scope$/);
});

test("a grant for namespaces holds there and nowhere else", () => {
  const world = testCluster({ namespaces: ["team-a", "team-b", "other"] });
  const editor = world.as(member(world, [{ policy: "AmazonEKSEditPolicy", namespaces: ["team-*"] }]));
  editor.create(configMap("a", { namespace: "team-b" }));
  expect(refusalOf(() => editor.create(configMap("a", { namespace: "other" })))?.reason).toBe("Forbidden");
  expect(refusalOf(() => editor.list("/ConfigMap"))?.reason).toBe("Forbidden");
});

test("roles of the cluster allow what they are bound to, for groups of an access entry", () => {
  const world = testCluster({ namespaces: ["app"] });
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const rules = [{ apiGroups: [""], resources: ["configmaps"], resourceNames: ["settings"], verbs: ["get", "update"] }];
  world.api.create({ apiVersion, kind: "Role", metadata: { name: "tuner", namespace: "app" }, rules });
  world.api.create({
    apiVersion,
    kind: "RoleBinding",
    metadata: { name: "tuners", namespace: "app" },
    roleRef: { kind: "Role", name: "tuner" },
    subjects: [{ kind: "Group", name: "tuners" }],
  });
  world.api.create(configMap("settings", { namespace: "app" }));
  const tuner = world.as(userOf(world.cluster, admit(world, [], ["tuners"])));
  tuner.update(configMap("settings", { namespace: "app" }, { data: { key: "1" } }));
  expect(refusalOf(() => tuner.find("/ConfigMap", "other", "app"))?.reason).toBe("Forbidden");
  expect(refusalOf(() => tuner.create(configMap("other", { namespace: "app" })))?.reason).toBe("Forbidden");
});

test("a service account may do what a cluster role that is bound to it allows", () => {
  const world = testCluster();
  world.api.create({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "deployers" },
    roleRef: { kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: "deployer", namespace: "default" }],
  });
  world.as(serviceAccountUser("default", "deployer")).create(deployment("web"));
  expect(refusalOf(() => world.as(serviceAccountUser("default", "default")).delete(deployment("web")))?.http).toBe(403);
});

test("the root user of the cluster's account needs no entry, that of another has none", () => {
  const { cluster } = testCluster();
  expect(userOf(cluster, rootPrincipal("123456789012")).groups).toContain("system:masters");
  expect(refusalOf(() => userOf(cluster, rootPrincipal("210987654321")))?.message).toBe("Unauthorized");
});

test("the public endpoint lets in who is in its ranges", () => {
  const { cluster } = restricted({ publicAccessCidrs: ["198.51.100.0/24", "203.0.113.7/32"] });
  expect(["198.51.100.200", "203.0.113.7"].filter((address) => !reaches(cluster, address))).toEqual([]);
  expect(["203.0.113.8", "10.0.0.1"].filter((address) => reaches(cluster, address))).toEqual([]);
});

test("a cluster without a public endpoint is reached by nobody outside of its VPC", () => {
  const { cluster } = restricted({ endpointPublicAccess: false });
  expect(reaches(cluster, "198.51.100.200")).toBe(false);
});

test("who is not let in hears nothing until the time is over", () => {
  const { cluster } = restricted({ publicAccessCidrs: ["198.51.100.0/24"] });
  expect(refusalOf(() => checkReach(cluster, "203.0.113.8"))?.message).toMatch(
    /^Get "https:\/\/[0-9A-F]{32}\.gr7\.us-east-1\.eks\.amazonaws\.com\/version": dial tcp 3\.\d+\.\d+\.\d+:443: i\/o timeout$/,
  );
});

function member(world: TestCluster, grants: readonly AccessGrant[]): User {
  return userOf(world.cluster, admit(world, grants));
}

type Network = NonNullable<TestCluster["cluster"]["eks"]>["network"];

function restricted(changes: Partial<Network>): TestCluster {
  const network = testCluster().cluster.eks?.network;
  if (!network) throw new RangeError("the cluster is gone");
  return testCluster({ eks: { network: { ...network, ...changes } } });
}
