import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import * as api from "./classic-identity.ts";
import { identityArn } from "./identity.ts";

/** `aws_ses_domain_identity`. */
export const domainIdentity: ResourceType<Aws> = {
  type: "aws_ses_domain_identity",
  label: "SES Domain Identity",

  create({ client, input }) {
    const { name, arn, verificationToken } = api.verifyDomainIdentity(client, text(input, "domain"));
    return { id: name, arn, domain: name, verification_token: verificationToken };
  },

  read({ client, state }) {
    const found = api.identityAttributes(client, "GetIdentityVerificationAttributes", text(state, "id"));
    if (!found) return null;
    const { name, arn, verificationToken } = found;
    return { id: name, arn, domain: name, verification_token: verificationToken };
  },

  delete: ({ client, state }) => api.deleteClassicIdentity(client, text(state, "id")),
};

/** `aws_ses_domain_dkim`: its deletion leaves the tokens, and with them a domain that is declared nowhere else. */
export const domainDkim: ResourceType<Aws> = {
  type: "aws_ses_domain_dkim",
  label: "SES Domain DKIM",

  create({ client, input }) {
    const { name, dkim } = api.verifyDomainDkim(client, text(input, "domain"));
    return { id: name, dkim_tokens: dkim.tokens };
  },

  read({ client, state }) {
    const found = api.identityAttributes(client, "GetIdentityDkimAttributes", text(state, "id"));
    return found ? { id: found.name, domain: found.name, dkim_tokens: found.dkim.tokens } : null;
  },

  delete() {},
};

/** `aws_ses_email_identity`. */
export const classicEmailIdentity: ResourceType<Aws> = {
  type: "aws_ses_email_identity",
  label: "SES Email Identity",

  create({ client, input }) {
    return shownAddress(client, api.verifyEmailIdentity(client, text(input, "email").replace(/\.$/, "")).name);
  },

  read({ client, state }) {
    const found = api.identityAttributes(client, "GetIdentityVerificationAttributes", text(state, "id"));
    return found ? shownAddress(client, found.name) : null;
  },

  delete: ({ client, state }) => api.deleteClassicIdentity(client, text(state, "id")),
};

function shownAddress(client: Aws, address: string): Values {
  return { id: address, email: address, arn: identityArn(client, address) };
}
