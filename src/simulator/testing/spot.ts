import type { Service } from "../planning/service.ts";
import type { Values } from "../planning/values.ts";
import { digest, Spot } from "../spot/client.ts";
import { createSpotAccount } from "../spot/onboarding.ts";
import { spotProvider } from "../spot/service.ts";
import type { World } from "../world/world.ts";
import { TestProvider } from "./provider.ts";
import { nodeUserData, type OpenCluster, openCluster } from "./self-managed-nodes.ts";

const actor = { stack: "test", run: "test" };
const credentials = { account: "act-0123abcd", token: "good-token" };

/** The simulated Spot as one caller's provider sees it, beside a cluster that its instances can join. */
export class TestSpot extends TestProvider<Spot> {
  readonly around: OpenCluster;
  readonly spot: Spot;

  constructor(around: OpenCluster, spot: Spot, service: Service<Spot>) {
    super(around.cloud.world, service, spot);
    this.around = around;
    this.spot = spot;
  }

  /** A configuration of an Ocean cluster that works, with changes. */
  config(changes: Values = {}): Values {
    const { cloud, network, profile, imageId } = this.around;
    return {
      name: "test",
      controller_id: "test",
      region: "us-east-1",
      image_id: imageId,
      subnet_ids: network.privateSubnets,
      security_groups: [network.clusterGroup],
      iam_instance_profile: profile,
      user_data: nodeUserData(cloud),
      desired_capacity: 2,
      min_size: 1,
      max_size: 10,
      filters: [{ min_vcpu: 2, min_memory_gib: 8, hypervisor: ["nitro"], exclude_metal: true }],
      tags: [{ key: "kubernetes.io/cluster/test", value: "owned" }],
      ...changes,
    };
  }

  /** Makes an Ocean cluster; its state. */
  ocean(changes: Values = {}): Values {
    return this.create("spotinst_ocean_aws", this.config(changes));
  }

  /** The same world as a caller with other credentials sees it. */
  as(changes: Partial<typeof credentials>): TestSpot {
    return spotOn(this.around, { ...credentials, ...changes });
  }
}

/** A fresh world with an account in Spot and a cluster without nodes. */
export function testSpot(): TestSpot {
  const open = openCluster();
  createSpotAccount(open.cloud.world, {
    id: credentials.account,
    awsAccountId: "123456789012",
    token: credentials.token,
  });
  return spotOn(open, credentials);
}

function spotOn(open: OpenCluster, held: typeof credentials): TestSpot {
  const world: World = open.cloud.world;
  return new TestSpot(
    open,
    new Spot(world, actor, { account: held.account, tokenChecksum: digest(held.token) }),
    spotProvider(world, actor),
  );
}
