import type { Values } from "../planning/values.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import { block, text, textOrNull } from "./input.ts";
import { isReachable } from "./reach.ts";
import type { SourceControl, VcsIntegration, VcsProvider } from "./records/source-control.ts";
import { stackRules } from "./rules/stack.ts";
import { spacesOf } from "./usage.ts";

/** The VCS blocks of a stack or module: the provider each stands for and where its namespace is written. */
const vcsBlocks: Readonly<Record<string, { readonly provider: VcsProvider; readonly namespace: string }>> = {
  azure_devops: { provider: "AZURE_DEVOPS", namespace: "project" },
  bitbucket_cloud: { provider: "BITBUCKET_CLOUD", namespace: "namespace" },
  bitbucket_datacenter: { provider: "BITBUCKET_DATACENTER", namespace: "namespace" },
  github_enterprise: { provider: "GITHUB_ENTERPRISE", namespace: "namespace" },
  gitlab: { provider: "GITLAB", namespace: "namespace" },
  raw_git: { provider: "GIT", namespace: "namespace" },
  showcase: { provider: "SHOWCASE", namespace: "namespace" },
};

/** Providers that need no integration of the account. */
const withoutIntegration: readonly VcsProvider[] = ["GITHUB", "GIT", "SHOWCASE"];

/** Where a planned project's source lives; without a block it is the GitHub app. */
export function sourceControlOf(input: Values): SourceControl {
  for (const [name, { provider, namespace }] of Object.entries(vcsBlocks)) {
    const vcs = block(input[name]);
    if (vcs) {
      return { provider, integrationId: text(vcs.id), namespace: text(vcs[namespace]), url: text(vcs.url) };
    }
  }
  return { provider: "GITHUB", integrationId: "", namespace: "", url: "" };
}

/** Refuses a source whose integration does not exist, or that lives in a space out of reach; default ones serve everywhere. */
export function checkSourceControl(client: Spacelift, source: SourceControl, spaceId: string): void {
  if (withoutIntegration.includes(source.provider)) return;
  const found = integrationOf(client, source);
  refuseUnless(found, stackRules.vcsIntegrationNotFound, source.integrationId || "(default)");
  refuseIf(
    !found.isDefault && !isReachable(spacesOf(client), spaceId, found.spaceId),
    stackRules.vcsIntegrationNotFound,
    source.integrationId,
  );
}

/** The VCS block of a project as attributes; nothing for the GitHub app. `given` keeps an id that was left out left out. */
export function sourceControlValues(client: Spacelift, source: SourceControl, given: Values): Values {
  const entry = Object.entries(vcsBlocks).find(([, { provider }]) => provider === source.provider);
  if (!entry) return {};
  const [name, { namespace }] = entry;
  if (source.provider === "GIT") return { [name]: [{ namespace: source.namespace, url: source.url }] };
  if (source.provider === "SHOWCASE") return { [name]: [{ namespace: source.namespace }] };
  const id = source.integrationId || textOrNull(block(given[name])?.id);
  const isDefault = integrationOf(client, source)?.isDefault ?? false;
  return { [name]: [{ id, [namespace]: source.namespace, is_default: isDefault }] };
}

function integrationOf(client: Spacelift, { provider, integrationId }: SourceControl): VcsIntegration | undefined {
  const integrations = client.table("vcs-integration");
  return integrations.find(
    (integration) =>
      integration.provider === provider && (integrationId ? integration.id === integrationId : integration.isDefault),
  );
}
