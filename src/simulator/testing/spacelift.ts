import type { Service } from "../planning/service.ts";
import type { Values } from "../planning/values.ts";
import { type Caller, Spacelift } from "../spacelift/client.ts";
import { createAccount } from "../spacelift/onboarding.ts";
import { spaceliftProvider } from "../spacelift/service.ts";
import { World } from "../world/world.ts";
import { TestProvider } from "./provider.ts";

export interface TestSpaceliftOptions {
  readonly world?: World;
  /** Who calls; an administrator of the account unless said otherwise. */
  readonly caller?: Caller;
}

const account = "acme";
const actor = { stack: "test", run: "test" };

/** The simulated Spacelift as one caller's provider sees it. */
export class TestSpacelift extends TestProvider<Spacelift> {
  readonly spacelift: Spacelift;

  constructor(world: World, spacelift: Spacelift, service: Service<Spacelift>) {
    super(world, service, spacelift);
    this.spacelift = spacelift;
  }

  /** The same account as another caller sees it. */
  as(caller: Caller): TestSpacelift {
    return testSpacelift({ world: this.world, caller });
  }

  /** A new stack of the account's default repository, in the space `legacy` unless the changes say otherwise. */
  stack(name: string, changes: Values = {}): Values {
    return this.create("spacelift_stack", { name, repository: "infrastructure", branch: "main", ...changes });
  }

  /** A new space, below `root` unless the changes say otherwise. */
  space(name: string, changes: Values = {}): Values {
    return this.create("spacelift_space", { name, parent_space_id: "root", ...changes });
  }
}

/** A fresh world with the Spacelift account `acme`, and a provider on it. */
export function testSpacelift(options: TestSpaceliftOptions = {}): TestSpacelift {
  const world = options.world ?? World.inMemory();
  createAccount(world, { name: account, vcs: [{ id: "github", isDefault: true }] });
  const caller = options.caller ?? { kind: "user", login: "administrator" };
  const spacelift = new Spacelift({ world, actor, account, caller });
  return new TestSpacelift(world, spacelift, spaceliftProvider(world, actor));
}
