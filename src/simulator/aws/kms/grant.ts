import { ProviderError } from "../../planning/diagnostics.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import { isRecord, type Value, type Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { resolvePrincipal } from "../iam/principals.ts";
import { isServicePrincipal } from "../iam/service-principals.ts";
import { blocks, flag, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { keyArn, requireKey } from "./find-key.ts";
import { type Grant, kmsTables } from "./records.ts";
import { rules } from "./rules.ts";

/** What `CreateGrant` is asked for. */
export interface GrantProperties {
  /** Id or ARN. */
  readonly key: string;
  /** ARN of a role, user or root, or a service principal. */
  readonly granteePrincipal: string;
  readonly operations: readonly string[];
  readonly name?: string | null;
  readonly retiringPrincipal?: string | null;
  readonly encryptionContextEquals?: Readonly<Record<string, string>> | null;
  readonly encryptionContextSubset?: Readonly<Record<string, string>> | null;
  /** True when a service asks for one of its own resources, as EKS does for secrets and EBS for volumes. */
  readonly forAwsResource?: boolean;
}

/** `kms:CreateGrant`. */
export function createGrant(aws: Aws, properties: GrantProperties): Grant {
  const { key: reference, granteePrincipal, operations } = properties;
  const request = {
    action: "kms:CreateGrant",
    resources: [keyArn(aws, reference)],
    parameters: { keyId: reference, granteePrincipal, operations },
    conditions: {
      "kms:GrantIsForAWSResource": String(properties.forAwsResource ?? false),
      "kms:GrantOperations": operations,
      "kms:GranteePrincipal": granteePrincipal,
    },
  };
  return aws.call(request, () => {
    const key = requireKey(aws, reference);
    refuseIf(key.deletionDate, rules.pending, key.arn);
    refuseIf(!key.enabled, rules.disabled, key.arn);
    refuseUnless(isPrincipal(aws, granteePrincipal), rules.grantPrincipal, granteePrincipal);
    const id = aws.ids.hex(64, "kms/grant", [key.id, granteePrincipal, operations]);
    return grants(aws).put(id, {
      id,
      token: Buffer.from(aws.ids.hex(128, "kms/grant-token", id)).toString("base64"),
      keyId: key.id,
      name: properties.name ?? null,
      granteePrincipal,
      retiringPrincipal: properties.retiringPrincipal ?? null,
      operations,
      encryptionContextEquals: properties.encryptionContextEquals ?? null,
      encryptionContextSubset: properties.encryptionContextSubset ?? null,
      createDate: aws.now,
    });
  });
}

/** True for a service or an identity that exists. */
function isPrincipal(aws: Aws, principal: string): boolean {
  return isServicePrincipal(principal) || resolvePrincipal(aws.world, principal) !== undefined;
}

/** `kms:RevokeGrant`, or `kms:RetireGrant` when the grant is given back by who may retire it. */
export function removeGrant(
  aws: Aws,
  reference: string,
  grantId: string,
  operation: "RevokeGrant" | "RetireGrant",
): void {
  const resources = [keyArn(aws, reference)];
  aws.call({ action: `kms:${operation}`, resources, parameters: { keyId: reference, grantId } }, () => {
    refuseUnless(grants(aws).delete(grantId), rules.notFound, "grant", grantId);
  });
}

/** `aws_kms_grant`. */
export const grant: ResourceType<Aws> = {
  type: "aws_kms_grant",
  label: "KMS Grant",

  create({ client, input }) {
    const key = text(input, "key_id");
    const constraints = blocks(input, "constraints");
    const equal = constraints.map((block) => contextOf(block.encryption_context_equals)).find(Boolean) ?? null;
    const subset = constraints.map((block) => contextOf(block.encryption_context_subset)).find(Boolean) ?? null;
    if (equal && subset) {
      throw new ProviderError(
        "A grant constraint can have encryption_context_equals or encryption_context_subset, not both",
      );
    }
    const created = createGrant(client, {
      key,
      granteePrincipal: text(input, "grantee_principal"),
      operations: texts(input.operations),
      name: textOrNull(input, "name"),
      retiringPrincipal: textOrNull(input, "retiring_principal"),
      encryptionContextEquals: equal,
      encryptionContextSubset: subset,
    });
    return { id: `${key}:${created.id}`, grant_id: created.id, grant_token: created.token };
  },

  read({ client, state }) {
    const { key, grantId } = partsOf(text(state, "id"));
    const found = client.call({ action: "kms:ListGrants", resources: [keyArn(client, key)] }, () =>
      grants(client).get(grantId),
    );
    return found ? shown(found, key, state) : null;
  },

  delete({ client, state }) {
    const { key, grantId } = partsOf(text(state, "id"));
    if (!grants(client).has(grantId)) return;
    removeGrant(client, key, grantId, flag(state, "retire_on_delete") ? "RetireGrant" : "RevokeGrant");
  },

  import: (_call, id) => (/:[0-9a-f]{64}$/.test(id) ? { id, retire_on_delete: false } : null),
};

function shown(held: Grant, key: string, state: Values): Values {
  return {
    key_id: key,
    grant_id: held.id,
    grant_token: text(state, "grant_token") || held.token,
    name: held.name,
    grantee_principal: held.granteePrincipal,
    retiring_principal: held.retiringPrincipal,
    operations: held.operations,
  };
}

/** `<key id or ARN>:<grant id>`. */
function partsOf(id: string): { readonly key: string; readonly grantId: string } {
  const colon = id.lastIndexOf(":");
  return { key: id.slice(0, colon), grantId: id.slice(colon + 1) };
}

function contextOf(value: Value | undefined): Readonly<Record<string, string>> | null {
  return isRecord(value) && Object.keys(value).length > 0 ? tagsOf(value) : null;
}

function grants(aws: Aws) {
  return aws.table<Grant>(kmsTables.grant);
}
