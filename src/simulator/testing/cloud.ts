import { createAccount } from "../aws/accounts.ts";
import { Aws } from "../aws/client.ts";
import type { ClusterInsides } from "../aws/eks/inside.ts";
import { type Principal, rootPrincipal } from "../aws/principal.ts";
import { awsProvider } from "../aws/provider.ts";
import type { Tags } from "../aws/tags.ts";
import type { Service } from "../planning/service.ts";
import { World } from "../world/world.ts";
import { TestProvider } from "./provider.ts";

/** What is particular to a cloud of a test. */
export interface TestCloudOptions {
  readonly account?: string;
  readonly region?: string;
  readonly defaultTags?: Tags;
  readonly principal?: Principal;
  readonly world?: World;
  /** What is inside the clusters of EKS; nothing is known of it when left out. */
  readonly insides?: ClusterInsides;
}

const actor = { stack: "test", run: "test" };

/** The simulated AWS as one caller's provider sees it: the account's root in us-east-1 unless said otherwise. */
export class TestCloud extends TestProvider<Aws> {
  readonly aws: Aws;

  constructor(world: World, aws: Aws, service: Service<Aws>) {
    super(world, service, aws);
    this.aws = aws;
  }
}

/** A fresh world with one account, and a provider on it. */
export function testCloud(options: TestCloudOptions = {}): TestCloud {
  const { account = "123456789012", region = "us-east-1", defaultTags = {} } = options;
  const world = options.world ?? World.inMemory();
  createAccount(world, { id: account, name: "test", actor: { stack: "onboarding", run: "onboarding" } });
  const principal = options.principal ?? rootPrincipal(account);
  const { insides } = options;
  const aws = new Aws({ world, actor, principal, account, region, defaultTags, insides });
  return new TestCloud(world, aws, awsProvider(world, actor));
}
