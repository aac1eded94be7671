import { unknown, type Values } from "../../../planning/values.ts";
import { roleFor } from "../../../testing/cluster.ts";
import { type ControlPlaneBench, controlPlaneBench, encryptedWith } from "../../../testing/control-plane.ts";
import { networkIn } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { eks } from "../records.ts";
import { clusterRules } from "./clusters.ts";

const type = "aws_eks_cluster";

testRules(clusterRules, controlPlaneBench, {
  nameTaken: {
    refused(bench) {
      bench.create();
      bench.create();
    },
    accepted(bench) {
      bench.create();
      bench.create({ name: "other" });
    },
  },
  notFound: {
    refused(bench) {
      const state = bench.create();
      bench.cloud.delete(type, state);
      bench.update(state, { deletion_protection: true });
    },
    accepted: (bench) => void bench.update(bench.create(), { deletion_protection: true }),
  },
  quota: {
    refused(bench) {
      fill(bench, 100);
      bench.create({ name: "last" });
    },
    accepted(bench) {
      fill(bench, 99);
      bench.create({ name: "last" });
    },
  },
  twoZones: {
    refused: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), inZone(bench, "us-east-1a")] })),
    accepted: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), inZone(bench, "us-east-1c")] })),
  },
  subnetMissing: {
    refused: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), "subnet-0123456789abcdef0"] })),
    accepted: (bench) => void bench.create(),
  },
  subnetVpc: {
    refused(bench) {
      const foreign = networkIn(bench.cloud).subnet("10.0.9.0/28", "us-east-1b");
      bench.create(bench.placed({ subnet_ids: [first(bench), foreign] }));
    },
    accepted: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), inZone(bench, "us-east-1b")] })),
  },
  groupVpc: {
    refused: (bench) => void bench.create(bench.placed({ security_group_ids: [networkIn(bench.cloud).group()] })),
    accepted: (bench) => void bench.create(bench.placed({ security_group_ids: [bench.network.group()] })),
  },
  groupCount: {
    refused: (bench) => void bench.create(bench.placed({ security_group_ids: groups(bench, 5) })),
    accepted: (bench) => void bench.create(bench.placed({ security_group_ids: groups(bench, 4) })),
  },
  zoneCapacity: {
    refused: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), inZone(bench, "us-east-1e")] })),
    accepted: (bench) => void bench.create(bench.placed({ subnet_ids: [first(bench), inZone(bench, "us-east-1f")] })),
  },
  addressesForCreate: {
    refused(bench) {
      bench.occupy(first(bench), 6);
      bench.create();
    },
    accepted(bench) {
      bench.occupy(first(bench), 5);
      bench.create();
    },
  },
  roleAssume: {
    refused: (bench) => void bench.create({ role_arn: roleFor(bench.cloud, "node", "ec2.amazonaws.com") }),
    accepted: (bench) => void bench.create(),
  },
  rolePolicy: {
    refused: (bench) => void bench.create({ role_arn: roleFor(bench.cloud, "bare", "eks.amazonaws.com") }),
    accepted: (bench) => void bench.create(),
  },
  serviceCidr: {
    refused: (bench) => void bench.create(serviceRange({ service_ipv4_cidr: "10.0.128.0/18" })),
    accepted: (bench) => void bench.create(serviceRange({ service_ipv4_cidr: "10.1.0.0/18" })),
  },
  serviceCidrIpv6: {
    refused: (bench) => void bench.create(serviceRange({ service_ipv4_cidr: "172.20.0.0/16", ip_family: "ipv6" })),
    accepted: (bench) => void bench.create(serviceRange({ ip_family: "ipv6" })),
  },
  versionUnknown: {
    refused: (bench) => void bench.create({ version: "1.29" }),
    accepted: (bench) => void bench.create({ version: "1.32" }),
  },
  creatorAdmin: {
    refused: (bench) => void bench.create(access("CONFIG_MAP", false)),
    accepted: (bench) => void bench.create(access("API", false)),
  },
  autoMode: {
    refused: (bench) => void bench.create(autoMode(unknown)),
    accepted: (bench) => void bench.create(autoMode(true)),
  },
  encryptionKey: {
    refused: (bench) => void bench.create(encryptedWith(key(bench, { is_enabled: false }))),
    accepted: (bench) => void bench.create(encryptedWith(key(bench))),
  },
  deleteNodeGroups: {
    refused(bench) {
      const state = bench.create();
      emptyGroup(bench);
      bench.cloud.delete(type, state);
    },
    accepted(bench) {
      const state = bench.create();
      bench.cloud.delete("aws_eks_node_group", emptyGroup(bench));
      bench.cloud.delete(type, state);
    },
  },
  deleteFargate: {
    refused(bench) {
      const state = bench.create();
      fargateProfile(bench);
      bench.cloud.delete(type, state);
    },
    accepted(bench) {
      const state = bench.create();
      bench.cloud.delete("aws_eks_fargate_profile", fargateProfile(bench));
      bench.cloud.delete(type, state);
    },
  },
  deleteProtected: {
    refused: (bench) => bench.cloud.delete(type, bench.create({ deletion_protection: true })),
    accepted(bench) {
      const state = bench.update(bench.create({ deletion_protection: true }), { deletion_protection: false });
      bench.cloud.delete(type, state);
    },
  },
});

/** Puts as many clusters into the account as one made and copied under other names. */
function fill(bench: ControlPlaneBench, count: number): void {
  bench.create();
  const clusters = eks.clusters(bench.cloud.aws);
  const [made] = clusters.rows();
  for (let number = 1; made && number < count; number += 1) {
    clusters.put(`copy-${number}`, { ...made, name: `copy-${number}` });
  }
}

function first(bench: ControlPlaneBench): string {
  return bench.subnetIds[0] ?? "";
}

function inZone(bench: ControlPlaneBench, zone: string): string {
  return bench.network.subnet("10.0.2.0/28", zone);
}

function groups(bench: ControlPlaneBench, count: number): string[] {
  return Array.from({ length: count }, (_, index) => bench.network.group(`group-${index}`));
}

function serviceRange(network: Values): Values {
  return { kubernetes_network_config: [network] };
}

function access(mode: string, creatorIsAdmin: boolean): Values {
  const access_config = [{ authentication_mode: mode, bootstrap_cluster_creator_admin_permissions: creatorIsAdmin }];
  return { access_config };
}

function autoMode(computing: Values[string]): Values {
  return {
    compute_config: [{ enabled: computing }],
    kubernetes_network_config: [{ elastic_load_balancing: [{ enabled: true }] }],
    storage_config: [{ block_storage: [{ enabled: true }] }],
  };
}

function key(bench: ControlPlaneBench, config: Values = {}): unknown {
  return bench.cloud.create("aws_kms_key", config).arn;
}

function emptyGroup({ cloud, subnetIds }: ControlPlaneBench): Values {
  return cloud.create("aws_eks_node_group", {
    cluster_name: "test",
    node_group_name: "pool",
    node_role_arn: roleFor(cloud, "node", "ec2.amazonaws.com"),
    subnet_ids: subnetIds,
    scaling_config: [{ desired_size: 0, min_size: 0, max_size: 1 }],
  });
}

function fargateProfile({ cloud, subnetIds }: ControlPlaneBench): Values {
  return cloud.create("aws_eks_fargate_profile", {
    cluster_name: "test",
    fargate_profile_name: "pods",
    pod_execution_role_arn: roleFor(cloud, "pods", "eks-fargate-pods.amazonaws.com"),
    subnet_ids: subnetIds,
    selector: [{ namespace: "default" }],
  });
}
