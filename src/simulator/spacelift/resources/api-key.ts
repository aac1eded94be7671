import type { ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { block, text, texts } from "../input.ts";
import type { ApiKey } from "../records/account.ts";
import { removeBindings } from "../removal.ts";
import { roleRules } from "../rules/role.ts";
import { checksum } from "../sealing.ts";

export const apiKey: ResourceType<Spacelift> = {
  type: "spacelift_api_key",
  label: "API key",
  create({ client, input }) {
    const name = text(input.name);
    return client.call({ operation: "apiKeyCreate", attempt: `create API key ${name}`, space: "root" }, () => {
      const id = client.ulid("api-key", name);
      const oidc = oidcOf(input.oidc);
      const secret = oidc ? null : client.ids.hex(64, "spacelift api-key secret", [client.account, name]);
      const secretChecksum = secret === null ? null : checksum(secret);
      client.table("api-key").put(id, { id, name, secretChecksum, idpGroups: texts(input.idp_groups), oidc });
      return { id, secret, type: typeOf({ oidc }) };
    });
  },
  read({ client, state }) {
    const found = client.table("api-key").get(text(state.id));
    if (!found) return null;
    const { id, name, idpGroups, oidc } = found;
    return { id, name, idp_groups: idpGroups, type: typeOf({ oidc }), oidc: oidcValues(oidc) };
  },
  update({ client, state, input }) {
    const keys = client.table("api-key");
    const id = text(state.id);
    client.call({ operation: "apiKeyUpdate", space: "root", resources: [id] }, () => {
      const found = keys.get(id);
      refuseUnless(found, roleRules.subjectNotFound, "API key", id);
      keys.put(id, { ...found, name: text(input.name), idpGroups: texts(input.idp_groups), oidc: oidcOf(input.oidc) });
    });
    return {};
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "apiKeyDelete", space: "root", resources: [id] }, () => {
      removeBindings(client, "API", id);
      client.table("api-key").delete(id);
    });
  },
};

function typeOf({ oidc }: Pick<ApiKey, "oidc">): string {
  return oidc ? "OIDC" : "SECRET";
}

function oidcOf(value: Value | undefined): ApiKey["oidc"] {
  const given = block(value);
  if (!given) return null;
  const mappings = given.claim_mappings;
  return {
    issuer: text(given.issuer),
    clientId: text(given.client_id),
    subjectExpression: text(given.subject_expression),
    claimMappings: isTexts(mappings) ? mappings : {},
  };
}

function oidcValues(oidc: ApiKey["oidc"]): readonly Values[] {
  if (!oidc) return [];
  const mappings = Object.keys(oidc.claimMappings).length > 0 ? oidc.claimMappings : null;
  return [
    {
      issuer: oidc.issuer,
      client_id: oidc.clientId,
      subject_expression: oidc.subjectExpression,
      claim_mappings: mappings,
    },
  ];
}

function isTexts(value: Value | undefined): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
