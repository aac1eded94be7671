import { createHash } from "node:crypto";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { text, texts } from "../input.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagsOf } from "../tags.ts";
import { checkTags } from "./entity-check.ts";
import { iamTables, type OpenIdConnectProvider } from "./records.ts";
import { entityRules } from "./rules/entities.ts";
import { identityProviderRules } from "./rules/identity-providers.ts";

/** What an OpenID Connect provider is made of. */
export interface OpenIdConnectProviderProperties {
  /** Issuer, beginning with `https://`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  /** SHA-1 fingerprints in hexadecimal; IAM finds one itself when the list is empty. */
  readonly thumbprints: readonly string[];
  readonly tags: Tags;
}

/** `iam:CreateOpenIDConnectProvider`. */
function createOpenIdConnectProvider(aws: Aws, properties: OpenIdConnectProviderProperties): OpenIdConnectProvider {
  const { url, clientIds, thumbprints, tags } = properties;
  const issuer = url.replace(/^https:\/\//, "");
  const arn = aws.arn("iam", `oidc-provider/${issuer}`, { region: "" });
  const request = {
    action: "iam:CreateOpenIDConnectProvider",
    resources: [arn],
    parameters: { url, clientIds, thumbprints },
    conditions: requestTags(tags),
  };
  tagAtCreation(aws, { arn, tag: "iam:TagOpenIDConnectProvider", tags, within: "CreateOpenIDConnectProvider" });
  return aws.call(request, () => {
    const wellFormed = url.length <= 255 && /^https:\/\/[^/?:#]+(?:\/[^?#]*)?$/.test(url);
    refuseUnless(wellFormed, identityProviderRules.url);
    checkThumbprints(thumbprints);
    checkTags(tags);
    refuseIf(clientIds.length > 100, identityProviderRules.clientIds);
    refuseIf(providers(aws).has(arn), identityProviderRules.duplicate, url);
    refuseIf(providers(aws).size >= 100, entityRules.quota, "OpenIdConnectProvidersPerAccount", 100);
    refuseIf(thumbprints.length === 0 && !isPublicHost(issuer), identityProviderRules.unreachable, url);
    return providers(aws).put(arn, {
      arn,
      url: issuer,
      clientIds,
      thumbprints: thumbprints.length > 0 ? thumbprints : [thumbprintOf(issuer)],
      createDate: aws.now,
      tags,
    });
  });
}

/** The provider of an issuer, with or without `https://`. */
export function findOpenIdConnectProvider(aws: Aws, issuer: string): OpenIdConnectProvider | undefined {
  const url = issuer.replace(/^https:\/\//, "");
  return providers(aws).get(aws.arn("iam", `oidc-provider/${url}`, { region: "" }));
}

/** `iam:AddClientIDToOpenIDConnectProvider`. */
function addClientId(aws: Aws, arn: string, clientId: string): void {
  changeProvider(aws, "AddClientIDToOpenIDConnectProvider", arn, (provider) => {
    refuseIf(provider.clientIds.length >= 100, identityProviderRules.clientIds);
    return { ...provider, clientIds: [...provider.clientIds, clientId] };
  });
}

/** `aws_iam_openid_connect_provider`. */
export const openIdConnectProvider: ResourceType<Aws> = {
  type: "aws_iam_openid_connect_provider",
  label: "IAM OIDC Provider",

  create({ client, input }) {
    const created = createOpenIdConnectProvider(client, {
      url: text(input, "url"),
      clientIds: texts(input.client_id_list),
      thumbprints: texts(input.thumbprint_list),
      tags: tagsOf(input.tags_all),
    });
    return shown(created);
  },

  read({ client, state }) {
    const arn = text(state, "id");
    const request = { action: "iam:GetOpenIDConnectProvider", resources: [arn] };
    const found = client.call(request, () => providers(client).get(arn));
    return found ? shown(found) : null;
  },

  update({ client, input, state, changed }) {
    const arn = text(state, "id");
    const thumbprints = texts(input.thumbprint_list);
    if (changed("thumbprint_list") && thumbprints.length > 0) {
      changeProvider(client, "UpdateOpenIDConnectProviderThumbprint", arn, (provider) => {
        checkThumbprints(thumbprints);
        return { ...provider, thumbprints };
      });
    }
    if (changed("client_id_list")) {
      updateClientIds(client, arn, texts(state.client_id_list), texts(input.client_id_list));
    }
    if (changed("tags_all")) {
      const tagging = { arn, tag: "iam:TagOpenIDConnectProvider", untag: "iam:UntagOpenIDConnectProvider" };
      changeTags(client, tagging, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
        checkTags(tags);
        providers(client).put(arn, { ...requireProvider(client, arn), tags });
      });
    }
    const updated = providers(client).get(arn);
    return updated ? shown(updated) : {};
  },

  delete({ client, state }) {
    const arn = text(state, "id");
    if (providers(client).has(arn)) changeProvider(client, "DeleteOpenIDConnectProvider", arn, () => null);
  },
};

function shown(held: OpenIdConnectProvider): Values {
  return {
    id: held.arn,
    arn: held.arn,
    url: held.url,
    client_id_list: held.clientIds,
    thumbprint_list: held.thumbprints,
    tags_all: held.tags,
  };
}

function updateClientIds(client: Aws, arn: string, before: readonly string[], after: readonly string[]): void {
  for (const clientId of after) if (!before.includes(clientId)) addClientId(client, arn, clientId);
  for (const clientId of before) {
    if (after.includes(clientId)) continue;
    changeProvider(client, "RemoveClientIDFromOpenIDConnectProvider", arn, (provider) => ({
      ...provider,
      clientIds: provider.clientIds.filter((held) => held !== clientId),
    }));
  }
}

function checkThumbprints(thumbprints: readonly string[]): void {
  const wellFormed = thumbprints.length <= 5 && thumbprints.every((print) => /^[0-9a-fA-F]{40}$/.test(print));
  refuseUnless(wellFormed, identityProviderRules.thumbprints);
}

/** IAM reaches issuers over the internet only. */
function isPublicHost(issuer: string): boolean {
  const host = issuer.split("/")[0] ?? "";
  const hidden = /(?:^localhost|\.(?:local|internal|invalid|test|cluster))$/.test(host);
  return host.includes(".") && !hidden && !/^[\d.]+$/.test(host);
}

/** Root of the certificates of EKS issuers (older EKS documentation). */
const eksThumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

function thumbprintOf(issuer: string): string {
  if (/^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com/.test(issuer)) return eksThumbprint;
  const host = issuer.split("/")[0] ?? "";
  return createHash("sha1").update(host).digest("hex");
}

function changeProvider(
  aws: Aws,
  operation: string,
  arn: string,
  change: (provider: OpenIdConnectProvider) => OpenIdConnectProvider | null,
): void {
  aws.call({ action: `iam:${operation}`, resources: [arn] }, () => {
    const changed = change(requireProvider(aws, arn));
    if (changed) providers(aws).put(arn, changed);
    else providers(aws).delete(arn);
  });
}

function requireProvider(aws: Aws, arn: string): OpenIdConnectProvider {
  const provider = providers(aws).get(arn);
  refuseUnless(provider, entityRules.notFound, "provider", arn);
  return provider;
}

function providers(aws: Aws) {
  return aws.globalTable<OpenIdConnectProvider>(iamTables.openIdConnectProvider);
}
