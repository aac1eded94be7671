import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, rfc3339, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./identity.ts";
import type { Dkim, Identity } from "./records.ts";
import { isVerified } from "./verification.ts";

/** `aws_sesv2_email_identity`. */
export const emailIdentity: ResourceType<Aws> = {
  type: "aws_sesv2_email_identity",
  label: "SESv2 (Simple Email V2) Email Identity",

  create({ client, input }) {
    const created = api.createIdentity(client, {
      name: text(input, "email_identity"),
      configurationSetName: textOrNull(input, "configuration_set_name"),
      signing: signingOf(input),
      tags: tagsOf(input.tags_all),
    });
    return shown(client, created, input);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const resources = [api.identityArn(client, name)];
    const found = client.call({ action: "ses:GetEmailIdentity", resources }, () => api.findIdentity(client, name));
    if (!found) return null;
    client.call({ action: "ses:ListTagsForResource", resources }, () => undefined);
    return shown(client, found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("configuration_set_name")) {
      api.setIdentityConfigurationSet(client, name, textOrNull(input, "configuration_set_name"));
    }
    if (changed("dkim_signing_attributes")) {
      api.setSigning(client, name, signingOf(input) ?? { origin: "AWS_SES", nextKeyLength: null });
    }
    if (changed("tags_all")) api.tagIdentity(client, name, tagsOf(input.tags_all));
    const updated = api.findIdentity(client, name);
    return updated ? shown(client, updated, input) : {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (api.findIdentity(client, name)) api.deleteIdentity(client, name);
  },
};

/** What the block asks for; a key length goes before a key of one's own, as in the provider. */
function signingOf(input: Values): api.Signing | null {
  const [block] = blocks(input, "dkim_signing_attributes");
  const nextKeyLength = block ? textOrNull(block, "next_signing_key_length") : null;
  const selector = block ? textOrNull(block, "domain_signing_selector") : null;
  if (nextKeyLength !== null) return { origin: "AWS_SES", nextKeyLength };
  return selector === null ? null : { origin: "EXTERNAL", selector };
}

function shown(client: Aws, held: Identity, state: Values): Values {
  const [block = {}] = blocks(state, "dkim_signing_attributes");
  return {
    id: held.name,
    arn: held.arn,
    email_identity: held.name,
    identity_type: held.type,
    configuration_set_name: shownText(state, "configuration_set_name", held.configurationSetName),
    verification_status: held.verification,
    verified_for_sending_status: isVerified(client, held.name),
    dkim_signing_attributes: [{ ...block, ...shownDkim(held.dkim) }],
    tags_all: held.tags,
  };
}

function shownDkim(dkim: Dkim): Values {
  return {
    signing_attributes_origin: dkim.origin,
    status: dkim.status,
    tokens: dkim.tokens,
    current_signing_key_length: dkim.currentKeyLength ?? "",
    next_signing_key_length: dkim.nextKeyLength ?? "",
    last_key_generation_timestamp: dkim.lastKeyGeneration === null ? "" : rfc3339(dkim.lastKeyGeneration),
  };
}
