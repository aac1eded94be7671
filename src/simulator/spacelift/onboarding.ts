import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { systemRoles } from "./actions.ts";
import { Spacelift } from "./client.ts";
import { eachHook } from "./records/hooks.ts";
import type { RoleBinding } from "./records/role.ts";
import type { VcsIntegration } from "./records/source-control.ts";
import type { Stack } from "./records/stack.ts";
import { checksum } from "./sealing.ts";
import { slugOf } from "./slug.ts";
import { newStack, settingsByHand } from "./stack-attributes.ts";

/** Who the records of onboarding belong to: no stack may remove them. */
const onboarding: Actor = { stack: "onboarding", run: "onboarding" };

interface NewAccount {
  /** Also the first label of its host name. */
  readonly name: string;
  /** The AWS account from which Spacelift assumes roles; `324880187172` on spacelift.io. */
  readonly awsAccountId?: string;
  readonly tier?: string;
  /** Whether the space `legacy` exists, as it does in accounts made by now. */
  readonly legacySpace?: boolean;
  /** Login of the administrator. */
  readonly login?: string;
  readonly vcs: readonly {
    readonly id: string;
    readonly name?: string;
    readonly provider?: VcsIntegration["provider"];
    readonly isDefault?: boolean;
    readonly spaceId?: string;
    readonly apiHost?: string;
  }[];
}

/** An account's administrator, as who things are done by hand in the browser. */
function administrator(world: World, account: string, login = "administrator"): Spacelift {
  return new Spacelift({ world, actor: onboarding, account, caller: { kind: "user", login } });
}

/**
 * What a Spacelift account holds on its first day: the spaces `root` and `legacy`, the system roles, its VCS integrations.
 * An account that exists is left as it is.
 */
export function createAccount(world: World, account: NewAccount): Spacelift {
  const client = administrator(world, account.name, account.login);
  const accounts = client.table("account");
  if (accounts.has(account.name)) return client;
  accounts.put(account.name, {
    name: account.name,
    endpoint: `https://${account.name}.app.spacelift.io`,
    tier: account.tier ?? "BUSINESS",
    awsAccountId: account.awsAccountId ?? "324880187172",
    createdAt: client.now,
  });
  const spaces = client.table("space");
  const space = { description: null, inheritEntities: false, labels: [] };
  spaces.put("root", { id: "root", name: "root", parentSpaceId: null, ...space });
  if (account.legacySpace ?? true) {
    spaces.put("legacy", { id: "legacy", name: "legacy", parentSpaceId: "root", ...space, inheritEntities: true });
  }
  for (const { slug, name, actions } of systemRoles) {
    const id = client.ulid("role", slug);
    client.table("role").put(id, { id, slug, name, description: null, isSystem: true, actions });
  }
  for (const vcs of account.vcs) {
    client.table("vcs-integration").put(vcs.id, {
      id: vcs.id,
      name: vcs.name ?? vcs.id,
      provider: vcs.provider ?? "GITHUB_ENTERPRISE",
      isDefault: vcs.isDefault ?? false,
      spaceId: vcs.spaceId ?? "root",
      apiHost: vcs.apiHost ?? "https://api.github.com",
    });
  }
  world.commit(onboarding);
  return client;
}

/**
 * Makes an API key that administers `root`, and returns what the provider needs to log in with it. A key of that name which exists is
 * given back.
 */
export function createApiKey(world: World, account: string, name: string): Readonly<Record<string, string>> {
  const client = administrator(world, account);
  const keys = client.table("api-key");
  const secret = checksum(`${world.seed} api key ${account} ${name}`);
  const existing = keys.find((key) => key.name === name);
  const id = existing?.id ?? client.ulid("api-key", name);
  if (!existing) {
    keys.put(id, { id, name, secretChecksum: checksum(secret), idpGroups: [], oidc: null });
    bind(client, "API", id);
    world.commit(onboarding);
  }
  return {
    SPACELIFT_API_KEY_ENDPOINT: client.table("account").get(account)?.endpoint ?? "",
    SPACELIFT_API_KEY_ID: id,
    SPACELIFT_API_KEY_SECRET: secret,
  };
}

export interface NewRootStack {
  readonly name: string;
  /** Id of the VCS integration. */
  readonly vcs: string;
  /** Owner of the repository. */
  readonly namespace: string;
  readonly repository: string;
  readonly branch: string;
  /** Empty: the root of the repository. */
  readonly projectRoot: string;
  readonly toolVersion: string | null;
  readonly additionalProjectGlobs?: readonly string[];
  readonly labels?: readonly string[];
}

/**
 * Makes the administrative stack by hand, as one does in the browser before its own configuration can import it: in `root`, with the
 * role Space admin on `root`. One that exists is left as it is.
 */
export function createRootStack(world: World, account: string, root: NewRootStack): Stack {
  const client = administrator(world, account);
  const stacks = client.table("stack");
  const id = slugOf(root.name);
  const existing = stacks.get(id);
  if (existing) return existing;
  const vcs = client.table("vcs-integration").get(root.vcs);
  const made = stacks.put(id, {
    id,
    ...settingsByHand,
    name: root.name,
    sourceControl: {
      provider: vcs?.provider ?? "GITHUB_ENTERPRISE",
      integrationId: root.vcs,
      namespace: root.namespace,
      url: "",
    },
    repository: root.repository,
    branch: root.branch,
    projectRoot: root.projectRoot,
    additionalProjectGlobs: root.additionalProjectGlobs ?? [],
    vendor: {
      kind: "OPENTOFU",
      workflowTool: "OPENTOFU",
      version: root.toolVersion,
      workspace: null,
      smartSanitization: true,
      externalStateAccess: false,
      concise: true,
    },
    labels: root.labels ?? [],
    ...newStack,
  });
  bind(client, "STACK", id);
  world.commit(onboarding);
  return made;
}

interface NewContext {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  /** Values by name that everybody may read. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values by name that nobody can read again. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Makes a context by hand in `root`, with its variables. One that exists is left as it is. */
export function createContext(world: World, account: string, context: NewContext): void {
  const client = administrator(world, account);
  const { name, description, labels } = context;
  const id = slugOf(name);
  if (client.table("context").has(id)) return;
  client.table("context").put(id, { id, name, description, spaceId: "root", labels, hooks: eachHook(() => []) });
  const put = (variable: string, value: string, writeOnly: boolean): void => {
    const key = `context/${id}/${variable}`;
    client.table("environment-variable").put(key, {
      id: key,
      ownerKind: "context",
      ownerId: id,
      name: variable,
      value: writeOnly ? client.seal(value) : value,
      writeOnly,
      checksum: checksum(value),
      description: null,
    });
  };
  for (const [variable, value] of Object.entries(context.variables)) put(variable, value, false);
  for (const [variable, value] of Object.entries(context.secrets)) put(variable, value, true);
  world.commit(onboarding);
}

/** Gives the role Space admin on `root`. */
function bind(client: Spacelift, subjectKind: RoleBinding["subjectKind"], subjectId: string): void {
  const role = client.table("role").find(({ slug }) => slug === "space-admin");
  const id = client.ulid("role-binding", [subjectKind, subjectId]);
  client.table("role-binding").put(id, { id, subjectKind, subjectId, roleId: role?.id ?? "", spaceId: "root" });
}
