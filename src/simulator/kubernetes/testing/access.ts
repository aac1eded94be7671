import { eks } from "../../aws/eks/records.ts";
import type { Principal } from "../../aws/principal.ts";
import type { AccessGrant } from "../access/user.ts";
import type { TestCluster } from "./cluster.ts";

/** A session of the role `developer` that has an access entry with some policies and Kubernetes groups. */
export function admit(
  { cluster, actor }: TestCluster,
  grants: readonly AccessGrant[],
  groups: readonly string[] = [],
): Principal {
  const { account } = cluster;
  const identity = `arn:aws:iam::${account}:role/developer`;
  const aws = cluster.awsOf(actor);
  eks.accessEntries(aws).put(`${cluster.name}:${identity}`, {
    clusterName: cluster.name,
    principalArn: identity,
    principalId: null,
    arn: `arn:aws:eks:us-east-1:${account}:access-entry/test/role/${account}/developer/0`,
    type: "STANDARD",
    userName: `arn:aws:sts::${account}:assumed-role/developer/{{SessionName}}`,
    groups,
    policies: grants.map(({ policy, namespaces }) => ({
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      scope: namespaces === null ? "cluster" : "namespace",
      namespaces: namespaces ?? [],
      associatedAt: aws.now,
      modifiedAt: aws.now,
    })),
    createdAt: aws.now,
    modifiedAt: aws.now,
    tags: {},
  });
  const arn = `arn:aws:sts::${account}:assumed-role/developer/jane@example.com`;
  return { arn, account, kind: "assumed-role", identity, userId: "AROAEXAMPLE:jane@example.com" };
}
