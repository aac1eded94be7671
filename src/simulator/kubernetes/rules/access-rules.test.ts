import { type Principal, servicePrincipal } from "../../aws/principal.ts";
import { testRules } from "../../testing/rule-test.ts";
import { checkReach } from "../access/endpoint.ts";
import { userOf } from "../access/user-of.ts";
import { admit } from "../testing/access.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap } from "../testing/manifests.ts";
import { accessRules } from "./access-rules.ts";

const publicAccessCidrs = ["198.51.100.0/24"];

testRules(accessRules, () => testCluster({ namespaces: ["app", "other"] }), {
  unauthorized: {
    refused: ({ cluster }) => userOf(cluster, stranger()),
    accepted: (world) => userOf(world.cluster, admit(world, [])),
  },
  forbidden: {
    refused: (world) => {
      const user = userOf(world.cluster, admit(world, [{ policy: "AmazonEKSEditPolicy", namespaces: ["app"] }]));
      world.as(user).create(configMap("a", { namespace: "other" }));
    },
    accepted: (world) => {
      const user = userOf(world.cluster, admit(world, [{ policy: "AmazonEKSEditPolicy", namespaces: ["a*"] }]));
      world.as(user).create(configMap("a", { namespace: "app" }));
    },
  },
  unreachable: {
    refused: (world) => checkReach(restricted(world.cluster.eks).cluster, "203.0.113.7"),
    accepted: (world) => checkReach(restricted(world.cluster.eks).cluster, "198.51.100.7"),
  },
});

function stranger(): Principal {
  return servicePrincipal("ec2.amazonaws.com", "123456789012");
}

function restricted(held: ReturnType<typeof testCluster>["cluster"]["eks"]) {
  if (!held) throw new RangeError("the cluster is gone");
  return testCluster({ eks: { network: { ...held.network, publicAccessCidrs } } });
}
