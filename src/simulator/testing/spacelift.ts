import type { Service } from "../planning/service.ts";
import type { Values } from "../planning/values.ts";
import { type Caller, Spacelift } from "../spacelift/client.ts";
import { createAccount } from "../spacelift/onboarding.ts";
import { issueRunToken } from "../spacelift/run-token.ts";
import { checksum } from "../spacelift/sealing.ts";
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

  /** The same account as a run of the stack sees it. */
  inRunOf(stackId: string): TestSpacelift {
    const runId = this.spacelift.ulid("run", stackId);
    const tokenId = checksum(issueRunToken(this.world, account, stackId, runId));
    return this.as({ kind: "stack", stackId, runId, tokenId });
  }

  /** The same account as an API key with one role sees it. */
  withRole(slug: string, spaceId = "root"): TestSpacelift {
    const key = this.create("spacelift_api_key", { name: `${slug} on ${spaceId}` });
    this.create("spacelift_role_attachment", {
      api_key_id: String(key.id),
      role_id: this.roleId(slug),
      space_id: spaceId,
    });
    return this.as({ kind: "api-key", id: String(key.id) });
  }

  /** ULID of a role. */
  roleId(slug: string): string {
    return String(this.data("spacelift_role", { slug }).role_id);
  }

  /** Id of a new stack, in the space `legacy` unless the changes say otherwise. */
  stack(name: string, changes: Values = {}): string {
    return String(this.create("spacelift_stack", { ...stackConfig(name), ...changes }).id);
  }

  /** Id of a new space, below `root` unless the changes say otherwise. */
  space(name: string, changes: Values = {}): string {
    return String(this.create("spacelift_space", { name, ...changes }).id);
  }
}

/** The least that a stack needs. */
export function stackConfig(name: string): Values {
  return { name, repository: "infrastructure", branch: "main" };
}

/** A fresh world with the Spacelift account `acme`, and a provider on it. */
export function testSpacelift(options: TestSpaceliftOptions = {}): TestSpacelift {
  const world = options.world ?? World.inMemory();
  createAccount(world, { name: account, vcs: [{ id: "github", isDefault: true }] });
  const caller = options.caller ?? { kind: "user", login: "administrator" };
  const spacelift = new Spacelift({ world, actor, account, caller });
  return new TestSpacelift(world, spacelift, spaceliftProvider(world, actor));
}
