import type { Values } from "../../../planning/values.ts";
import { roleFor } from "../../../testing/cluster.ts";
import { type ControlPlaneBench, controlPlaneBench, encryptedWith } from "../../../testing/control-plane.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { updateRules } from "./cluster-updates.ts";

testRules(updateRules, controlPlaneBench, {
  noEndpoint: {
    refused: (bench) => void bench.update(bench.create(), bench.placed({ endpoint_public_access: false })),
    accepted(bench) {
      const privateOnly = { endpoint_public_access: false, endpoint_private_access: true };
      bench.update(bench.create(), bench.placed(privateOnly));
    },
  },
  publicCidr: {
    refused: (bench) => void bench.update(bench.create(), reachableFrom(bench, ["10.0.0.0/8"])),
    accepted: (bench) => void bench.update(bench.create(), reachableFrom(bench, ["11.0.0.0/8"])),
  },
  publicCidrCount: {
    refused: (bench) => void bench.create(reachableFrom(bench, cidrs(41))),
    accepted: (bench) => void bench.create(reachableFrom(bench, cidrs(40))),
  },
  noChange: {
    refused(bench) {
      const outdated = bench.create();
      bench.update(outdated, { enabled_cluster_log_types: ["audit"] });
      bench.update(outdated, { enabled_cluster_log_types: ["audit"] });
    },
    accepted(bench) {
      const outdated = bench.create();
      bench.update(outdated, { enabled_cluster_log_types: ["audit"] });
      bench.update(outdated, { enabled_cluster_log_types: ["api"] });
    },
  },
  subnets: {
    refused: (bench) => void bench.update(bench.create(), movedTo(bench, ["us-east-1a", "us-east-1c"])),
    accepted: (bench) => void bench.update(bench.create(), movedTo(bench, ["us-east-1a", "us-east-1b"])),
  },
  authenticationMode: {
    refused: (bench) => void bench.update(bench.create(authenticatedBy("API")), authenticatedBy("CONFIG_MAP")),
    accepted(bench) {
      const both = bench.update(bench.create(authenticatedBy("CONFIG_MAP")), authenticatedBy("API_AND_CONFIG_MAP"));
      bench.update(both, authenticatedBy("API"));
    },
  },
  encryptionFinal: {
    refused: (bench) => void bench.update(bench.create(encryptedWith(key(bench))), encryptedWith(key(bench))),
    accepted: (bench) => void bench.update(bench.create(), encryptedWith(key(bench))),
  },
  extendedLeave: {
    refused: (bench) => void bench.update(bench.create({ version: "1.32" }), { version: "1.32", ...standardSupport }),
    accepted: (bench) => void bench.update(bench.create({ version: "1.35" }), { version: "1.35", ...standardSupport }),
  },
  versionStep: {
    refused: (bench) => void bench.update(bench.create({ version: "1.34" }), { version: "1.36" }),
    accepted: (bench) => void bench.update(bench.create({ version: "1.34" }), { version: "1.35" }),
  },
  versionSame: {
    refused(bench) {
      const outdated = bench.create({ version: "1.34" });
      bench.update(outdated, { version: "1.35" });
      bench.update(outdated, { version: "1.35" });
    },
    accepted(bench) {
      const outdated = bench.create({ version: "1.34" });
      bench.update(outdated, { version: "1.35" });
      bench.update(outdated, { version: "1.36" });
    },
  },
  versionNodes: {
    refused: (bench) => upgradeWithNodes(bench, "1.32"),
    accepted: (bench) => upgradeWithNodes(bench, "1.33"),
  },
  versionRollback: {
    refused: (bench) => void bench.update(bench.create({ version: "1.36" }), { version: "1.35" }),
    accepted(bench) {
      const upgraded = bench.update(bench.create({ version: "1.35" }), { version: "1.36" });
      bench.update(upgraded, { version: "1.35" });
    },
  },
  addressesForUpdate: {
    refused: (bench) => upgradeInFullSubnets(bench, 6),
    accepted: (bench) => upgradeInFullSubnets(bench, 5),
  },
});

function reachableFrom(bench: ControlPlaneBench, public_access_cidrs: readonly string[]): Values {
  return bench.placed({ public_access_cidrs });
}

function cidrs(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `52.0.${index}.0/24`);
}

/** New subnets in these zones. */
function movedTo(bench: ControlPlaneBench, zones: readonly string[]): Values {
  const subnet_ids = zones.map((zone, index) => bench.network.subnet(`10.0.${index + 2}.0/28`, zone));
  return bench.placed({ subnet_ids });
}

function authenticatedBy(authentication_mode: string): Values {
  return { access_config: [{ authentication_mode, bootstrap_cluster_creator_admin_permissions: true }] };
}

const standardSupport: Values = { upgrade_policy: [{ support_type: "STANDARD" }] };

function key(bench: ControlPlaneBench): unknown {
  return bench.cloud.create("aws_kms_key", {}).arn;
}

/** Upgrades from 1.35 to 1.36 beside a node group of another version. */
function upgradeWithNodes(bench: ControlPlaneBench, version: string): void {
  const { cloud, subnetIds } = bench;
  const state = bench.create({ version: "1.35" });
  cloud.create("aws_eks_node_group", {
    cluster_name: "test",
    node_group_name: "pool",
    node_role_arn: roleFor(cloud, "node", "ec2.amazonaws.com"),
    subnet_ids: subnetIds,
    version,
    scaling_config: [{ desired_size: 0, min_size: 0, max_size: 1 }],
  });
  bench.update(state, { version: "1.36" });
}

/** Upgrades while both subnets, with ten free addresses each, hold other interfaces too. */
function upgradeInFullSubnets(bench: ControlPlaneBench, taken: number): void {
  const state = bench.create({ version: "1.35" });
  for (const id of bench.subnetIds) bench.occupy(id, taken);
  bench.update(state, { version: "1.36" });
}
