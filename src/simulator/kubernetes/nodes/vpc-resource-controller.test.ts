import { expect, test } from "vitest";
import { createSecurityGroup } from "../../aws/ec2/api/security-groups.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import { eks } from "../../aws/eks/records.ts";
import { openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { eventsOf } from "../events.ts";
import { numberAt, objectsAt, textAt, textMapAt } from "../fields.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { definition } from "../testing/manifests.ts";
import { workloadControllersWith } from "../workloads/controllers.ts";
import { podInterface } from "../workloads/pods/pod-types.ts";
import { podSpec, workload } from "../workloads/testing/workloads.ts";
import { nodeControllers } from "./controllers.ts";

/** A cluster with one node of nine interfaces for pods, and a policy that gives a group to the pods of `app`. */
function withPolicy(groupIds?: readonly string[]) {
  const open = openCluster();
  const { aws } = open.cloud;
  const addOn = { configuration_values: JSON.stringify({ env: { ENABLE_POD_ENI: "true" } }) };
  open.cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni", ...addOn });
  open.cloud.create("aws_iam_role_policy_attachment", {
    role: (eks.clusters(aws).get("test")?.roleArn ?? "").split("/").at(-1) ?? "",
    policy_arn: "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
  });
  startInstance(open);
  const controllers = [...nodeControllers, ...workloadControllersWith([])];
  const inside = testCluster({ world: open.cloud.world, controllers });
  inside.run(300);
  inside.api.apply(
    definition({
      group: "vpcresources.k8s.aws",
      kind: "SecurityGroupPolicy",
      plural: "securitygrouppolicies",
      versions: ["v1beta1"],
    }),
  );
  inside.run(10);
  const vpcId = [...ec2.vpcs(aws).keys()].at(-1) ?? "";
  const own = createSecurityGroup(aws, { vpcId, name: "pods", description: "Pods" }).id;
  inside.api.create({
    apiVersion: "vpcresources.k8s.aws/v1beta1",
    kind: "SecurityGroupPolicy",
    metadata: { name: "app", namespace: "default" },
    spec: {
      podSelector: { matchLabels: { app: "app" } },
      securityGroups: { groupIds: [...(groupIds ?? [own])] },
    },
  });
  return { inside, aws, own };
}

const pods = (inside: TestCluster) => inside.api.list("/Pod", { namespace: "default" });

test("a node says how many pods can have an interface of their own", () => {
  const [node] = withPolicy().inside.api.list("/Node");
  expect(textMapAt(node, "status.allocatable")[podInterface]).toBe("9");
});

test("a pod that a policy selects gets an interface with its groups, which goes when the pod goes", () => {
  const { inside, aws, own } = withPolicy();
  inside.api.create(workload("Deployment", "app", podSpec(), { replicas: 1 }));
  inside.run(120);
  const [pod] = pods(inside);
  expect(textMapAt(objectsAt(pod?.spec, "containers")[0], "resources.limits")[podInterface]).toBe("1");
  const branches = () => ec2.networkInterfaces(aws).filter(({ description }) => description === "aws-k8s-branch-eni");
  expect(branches()).toMatchObject([{ securityGroupIds: [own] }]);
  expect(pod?.metadata.annotations?.[podInterface]).toContain(branches()[0]?.id);
  inside.api.delete(inside.api.list("apps/Deployment", { namespace: "default" })[0] ?? missing);
  inside.run(120);
  expect(branches()).toEqual([]);
});

test("pods that no policy selects stay as they are", () => {
  const { inside } = withPolicy();
  inside.api.create(workload("Deployment", "other", podSpec(), { replicas: 1 }));
  inside.run(120);
  expect(objectsAt(pods(inside)[0]?.spec, "containers")[0]?.resources).toBeUndefined();
});

test("a pod waits when every interface of every node is taken", () => {
  const { inside } = withPolicy();
  inside.api.create(workload("Deployment", "app", podSpec(), { replicas: 10 }));
  inside.run(120);
  const waiting = pods(inside).filter((pod) => textAt(pod.spec, "nodeName") === "");
  expect(waiting).toHaveLength(1);
  expect(JSON.stringify(waiting[0]?.status)).toContain(`1 Insufficient ${podInterface}`);
  expect(numberAt(inside.api.list("apps/Deployment")[0]?.status, "replicas", 0)).toBe(10);
});

test("a group that is not there is said at the pod", () => {
  const { inside } = withPolicy(["sg-0123456789abcdef0"]);
  inside.api.create(workload("Deployment", "app", podSpec(), { replicas: 1 }));
  inside.run(120);
  const [pod] = pods(inside);
  expect(
    eventsOf(inside.api, pod ?? missing)
      .map((event) => textAt(event, "message"))
      .join(),
  ).toContain("InvalidGroup.NotFound");
});

const missing = {
  apiVersion: "",
  kind: "",
  metadata: { name: "", uid: "", resourceVersion: "", generation: 0, creationTimestamp: "" },
};
