import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { shownText, text } from "../input.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagsOf } from "../tags.ts";
import { checkName, checkPath, checkTags } from "./entity-check.ts";
import { checkIdentityPolicy } from "./policy-check.ts";
import { iamTables, type Policy, type Role, type User } from "./records.ts";
import { sizeOf } from "./role.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { documentRules } from "./rules/documents.ts";
import { entityRules } from "./rules/entities.ts";

/** What a customer managed policy is made of. */
export interface PolicyProperties {
  readonly name: string;
  readonly path?: string;
  readonly description?: string;
  /** JSON text. */
  readonly document: string;
  readonly tags?: Tags;
}

/** `iam:CreatePolicy`. */
export function createPolicy(aws: Aws, properties: PolicyProperties): Policy {
  const { name, path = "/", description = "", document, tags = {} } = properties;
  const arn = aws.arn("iam", `policy${path}${name}`, { region: "" });
  const parameters = { policyName: name, path, description };
  tagAtCreation(aws, { arn, tag: "iam:TagPolicy", tags, within: "CreatePolicy" });
  return aws.call({ action: "iam:CreatePolicy", resources: [arn], parameters, conditions: requestTags(tags) }, () => {
    checkName("policyName", name, 128);
    checkPath(path);
    checkTags(tags);
    checkDocument(document);
    const lower = name.toLowerCase();
    refuseIf(
      policies(aws).find((policy) => policy.name.toLowerCase() === lower),
      entityRules.policyDuplicate,
      name,
    );
    refuseIf(policies(aws).size >= 1_500, entityRules.quota, "PoliciesPerAccount", 1_500);
    const policyId = `ANPA${aws.ids.text(17, base32, "iam/policy", [aws.account, name])}`;
    const versions = [{ id: "v1", document, isDefault: true }];
    return policies(aws).put(arn, { arn, name, path, policyId, description, versions, tags });
  });
}

/** `iam:CreatePolicyVersion` with the new version as default. */
export function createPolicyVersion(aws: Aws, arn: string, document: string): Policy {
  return changePolicy(aws, "CreatePolicyVersion", arn, (policy) => {
    checkDocument(document);
    const older = policy.versions.map((version) => ({ ...version, isDefault: false }));
    const id = `v${1 + Math.max(...older.map((version) => Number(version.id.slice(1))))}`;
    return { ...policy, versions: [...older, { id, document, isDefault: true }] };
  });
}

/** `iam:DeletePolicyVersion`; the default version stays. */
function deletePolicyVersion(aws: Aws, arn: string, versionId: string): Policy {
  return changePolicy(aws, "DeletePolicyVersion", arn, (policy) => ({
    ...policy,
    versions: policy.versions.filter((version) => version.isDefault || version.id !== versionId),
  }));
}

/** `iam:DeletePolicy`: refused while the policy is attached to an identity or is its boundary. */
function deletePolicy(aws: Aws, arn: string): void {
  changePolicy(aws, "DeletePolicy", arn, () => {
    const isBoundary = identities(aws).some(({ permissionsBoundary }) => permissionsBoundary === arn);
    refuseIf(isBoundary || attachmentsOf(aws, arn) > 0, attachmentRules.policyDeleteAttached);
    return null;
  });
}

/** How many roles and users have the policy attached. */
function attachmentsOf(aws: Aws, arn: string): number {
  return identities(aws).filter(({ attachedPolicyArns }) => attachedPolicyArns.includes(arn)).length;
}

function identities(aws: Aws): readonly (Role | User)[] {
  return [...aws.globalTable<Role>(iamTables.role).rows(), ...aws.globalTable<User>(iamTables.user).rows()];
}

/** `aws_iam_policy`. */
export const policy: ResourceType<Aws> = {
  type: "aws_iam_policy",
  label: "IAM Policy",

  create({ client, input }) {
    const created = createPolicy(client, {
      name: nameFor(client, input, "iam/policy"),
      path: text(input, "path") || "/",
      description: text(input, "description"),
      document: text(input, "policy"),
      tags: tagsOf(input.tags_all),
    });
    return shown(client, created, input);
  },

  read({ client, state }) {
    const arn = text(state, "id");
    const found = client.call({ action: "iam:GetPolicy", resources: [arn] }, () => policies(client).get(arn));
    if (!found) return null;
    client.call({ action: "iam:GetPolicyVersion", resources: [arn] }, () => undefined);
    return shown(client, found, state);
  },

  update({ client, input, state, changed }) {
    const arn = text(state, "id");
    if (changed("policy")) {
      pruneVersions(client, arn);
      createPolicyVersion(client, arn, text(input, "policy"));
    }
    if (changed("tags_all")) {
      const tagging = { arn, tag: "iam:TagPolicy", untag: "iam:UntagPolicy" };
      changeTags(client, tagging, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
        checkTags(tags);
        policies(client).put(arn, { ...requirePolicy(client, arn), tags });
      });
    }
    return {};
  },

  delete({ client, state }) {
    const arn = text(state, "id");
    const versions = listVersions(client, arn);
    for (const { id, isDefault } of versions) if (!isDefault) deletePolicyVersion(client, arn, id);
    if (versions.length > 0) deletePolicy(client, arn);
  },
};

function shown(client: Aws, held: Policy, state: Values): Values {
  return {
    id: held.arn,
    arn: held.arn,
    ...nameValues(state, held.name),
    path: held.path,
    policy_id: held.policyId,
    description: shownText(state, "description", held.description),
    attachment_count: attachmentsOf(client, held.arn),
    policy: held.versions.find((version) => version.isDefault)?.document ?? "",
    tags_all: held.tags,
  };
}

/** The provider makes room for a new version by deleting the oldest. */
function pruneVersions(aws: Aws, arn: string): void {
  const versions = listVersions(aws, arn);
  const oldest = versions.find((version) => !version.isDefault);
  if (versions.length >= 5 && oldest) deletePolicyVersion(aws, arn, oldest.id);
}

function listVersions(aws: Aws, arn: string): Policy["versions"] {
  return aws.call({ action: "iam:ListPolicyVersions", resources: [arn] }, () => policies(aws).get(arn)?.versions ?? []);
}

function checkDocument(document: string): void {
  checkIdentityPolicy(document, "managed");
  refuseIf(sizeOf({ document }) > 6_144, documentRules.policySize);
}

function changePolicy(aws: Aws, operation: string, arn: string, change: (policy: Policy) => Policy | null): Policy {
  return aws.call({ action: `iam:${operation}`, resources: [arn], parameters: { policyArn: arn } }, () => {
    const held = requirePolicy(aws, arn);
    const changed = change(held);
    if (changed) return policies(aws).put(arn, changed);
    policies(aws).delete(arn);
    return held;
  });
}

function requirePolicy(aws: Aws, arn: string): Policy {
  const held = policies(aws).get(arn);
  refuseUnless(held, entityRules.notFound, "policy", arn);
  return held;
}

/** The customer managed policy of that ARN, without a call of the API. */
export function findPolicy(aws: Aws, arn: string): Policy | undefined {
  return policies(aws).get(arn);
}

function policies(aws: Aws) {
  return aws.globalTable<Policy>(iamTables.policy);
}
