import { ec2 } from "../../aws/ec2/tables.ts";
import { eks } from "../../aws/eks/records.ts";
import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { nodeUserData, type OpenCluster, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { checkJoining } from "./joining.ts";
import { nodeJoinRules } from "./rules.ts";

const emptyRole = { name: "empty", assume_role_policy: trust("ec2.amazonaws.com") };

testRules(nodeJoinRules, () => openCluster(), {
  imageWithoutBootstrap: {
    refused: (open) => join(open, { ami: plainImage(open) }),
    accepted: (open) => join(open),
  },
  nameMissing: {
    refused: (open) => join(open, { user_data: nodeUserData(open.cloud, { name: "" }) }),
    accepted: (open) => join(open, { user_data: nodeUserData(open.cloud, { name: "test" }) }),
  },
  endpointMissing: {
    refused: (open) => join(open, { user_data: nodeUserData(open.cloud, { apiServerEndpoint: "" }) }),
    accepted: (open) => join(open, { user_data: "#!/bin/bash\n/etc/eks/bootstrap.sh test" }),
  },
  authorityMissing: {
    refused: (open) => join(open, { user_data: nodeUserData(open.cloud, { certificateAuthority: "" }) }),
    accepted: (open) => join(open),
  },
  serviceCidrMissing: {
    refused: (open) => join(open, { user_data: nodeUserData(open.cloud, { cidr: "" }) }),
    accepted: (open) => join(open, { user_data: nodeUserData(open.cloud, { cidr: "10.9.0.0/16" }) }),
  },
  wrongEndpoint: {
    refused: (open) =>
      join(open, { user_data: nodeUserData(open.cloud, { apiServerEndpoint: "https://old.eks.amazonaws.com" }) }),
    accepted: (open) => join(open),
  },
  wrongAuthority: {
    refused: (open) => join(open, { user_data: nodeUserData(open.cloud, { certificateAuthority: "b2xk" }) }),
    accepted: (open) => join(open),
  },
  profileMissing: {
    refused: (open) => join(open, { iam_instance_profile: null }),
    accepted: (open) => join(open),
  },
  unauthorized: {
    refused: (open) => {
      eks.accessEntries(open.cloud.aws).delete(`test:${open.network.nodeRole}`);
      join(open);
    },
    accepted: (open) => join(open),
  },
  unreachable: {
    refused: (open) => join(open, { vpc_security_group_ids: [otherGroup(open)] }),
    accepted: (open) => join(open, { vpc_security_group_ids: [otherGroup(open), open.network.clusterGroup] }),
  },
  mayNotDescribe: {
    refused: (open) => {
      const { cloud } = open;
      const { arn } = cloud.create("aws_iam_role", emptyRole);
      cloud.create("aws_iam_instance_profile", { name: "empty", role: "empty" });
      cloud.create("aws_eks_access_entry", { cluster_name: "test", principal_arn: String(arn), type: "EC2_LINUX" });
      join(open, { iam_instance_profile: "empty" });
    },
    accepted: (open) => join(open),
  },
});

function join(open: OpenCluster, changes: Values = {}): void {
  const { aws } = open.cloud;
  const { id } = startInstance(open, changes);
  const instance = ec2.instances(aws).get(String(id));
  const cluster = eks.clusters(aws).get("test");
  if (instance && cluster) checkJoining(aws, cluster, instance);
}

function plainImage({ cloud }: OpenCluster): string {
  const filter = [{ name: "name", values: ["al2023-ami-2023.9*x86_64"] }];
  return String(cloud.data("aws_ami", { most_recent: true, owners: ["amazon"], filter }).id);
}

function otherGroup({ cloud, network }: OpenCluster): string {
  return String(cloud.create("aws_security_group", { name: "other", vpc_id: network.vpc }).id);
}

function trust(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: statement });
}
