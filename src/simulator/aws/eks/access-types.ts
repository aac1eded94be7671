import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { blocks, rfc3339, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as entries from "./access-entry.ts";
import { keyOf } from "./access-entry-record.ts";
import * as policies from "./access-policy.ts";
import type { AccessEntry, AssociatedPolicy } from "./records.ts";

/** `aws_eks_access_entry`. */
export const accessEntry: ResourceType<Aws> = {
  type: "aws_eks_access_entry",
  label: "EKS Access Entry",

  create({ client, input }) {
    const created = entries.createAccessEntry(client, {
      clusterName: text(input, "cluster_name"),
      principalArn: text(input, "principal_arn"),
      type: text(input, "type") || "STANDARD",
      userName: textOrNull(input, "user_name"),
      groups: texts(input.kubernetes_groups),
      tags: tagsOf(input.tags_all),
    });
    return shownEntry(created);
  },

  read({ client, state }) {
    const { clusterName, principalArn } = entryParts(text(state, "id"));
    const found = ignoring(["ResourceNotFoundException"], () =>
      entries.describeAccessEntry(client, clusterName, principalArn),
    );
    return found ? shownEntry(found) : null;
  },

  update({ client, input, state, changed }) {
    const { clusterName, principalArn } = entryParts(text(state, "id"));
    if (changed("user_name", "kubernetes_groups")) {
      entries.updateAccessEntry(client, clusterName, principalArn, {
        userName: textOrNull(input, "user_name"),
        groups: texts(input.kubernetes_groups),
      });
    }
    if (changed("tags_all")) entries.tagAccessEntry(client, clusterName, principalArn, tagsOf(input.tags_all));
    return shownEntry(entries.describeAccessEntry(client, clusterName, principalArn));
  },

  delete({ client, state }) {
    const { clusterName, principalArn } = entryParts(text(state, "id"));
    ignoring(["ResourceNotFoundException"], () => entries.deleteAccessEntry(client, clusterName, principalArn));
  },

  import(_call, id) {
    const { clusterName, principalArn } = entryParts(id);
    return clusterName && principalArn.startsWith("arn:") ? { id } : null;
  },
};

function shownEntry(held: AccessEntry): Values {
  return {
    id: keyOf(held.clusterName, held.principalArn),
    cluster_name: held.clusterName,
    principal_arn: held.principalArn,
    access_entry_arn: held.arn,
    type: held.type,
    user_name: held.userName,
    kubernetes_groups: held.groups,
    created_at: rfc3339(held.createdAt),
    modified_at: rfc3339(held.modifiedAt),
    tags_all: held.tags,
  };
}

/** `<cluster>:<principal ARN>`. */
function entryParts(id: string): { readonly clusterName: string; readonly principalArn: string } {
  const colon = id.indexOf(":");
  return { clusterName: id.slice(0, Math.max(0, colon)), principalArn: id.slice(colon + 1) };
}

/** `aws_eks_access_policy_association`. */
export const accessPolicyAssociation: ResourceType<Aws> = {
  type: "aws_eks_access_policy_association",
  label: "EKS Access Policy Association",

  create({ client, input }) {
    const [scope = {}] = blocks(input, "access_scope");
    const request = {
      clusterName: text(input, "cluster_name"),
      principalArn: text(input, "principal_arn"),
      policyArn: text(input, "policy_arn"),
      scope: text(scope, "type"),
      namespaces: texts(scope.namespaces),
    };
    return shownAssociation(request, policies.associateAccessPolicy(client, request));
  },

  read({ client, state }) {
    const parts = associationParts(text(state, "id"));
    const held = ignoring(["ResourceNotFoundException"], () =>
      policies.associatedPolicies(client, parts.clusterName, parts.principalArn),
    );
    const found = held?.find(({ policyArn }) => policyArn === parts.policyArn);
    return found ? shownAssociation(parts, found) : null;
  },

  delete({ client, state }) {
    const parts = associationParts(text(state, "id"));
    ignoring(["ResourceNotFoundException"], () => policies.disassociateAccessPolicy(client, parts));
  },

  import: (_call, id) => (id.split("#").length === 3 ? { id } : null),
};

interface AssociationParts {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly policyArn: string;
}

/** `<cluster>#<principal ARN>#<policy ARN>`. */
function associationParts(id: string): AssociationParts {
  const [clusterName = "", principalArn = "", policyArn = ""] = id.split("#");
  return { clusterName, principalArn, policyArn };
}

function shownAssociation(parts: AssociationParts, held: AssociatedPolicy): Values {
  return {
    id: `${parts.clusterName}#${parts.principalArn}#${parts.policyArn}`,
    cluster_name: parts.clusterName,
    principal_arn: parts.principalArn,
    policy_arn: parts.policyArn,
    access_scope: [{ type: held.scope, namespaces: held.namespaces }],
    associated_at: goTime(held.associatedAt),
    modified_at: goTime(held.modifiedAt),
  };
}

/** A time as Go prints it, for example `2026-01-02 15:04:05.123 +0000 UTC`. */
function goTime(time: string): string {
  return time.replace("T", " ").replace(/(?:\.0+)?Z$/, " +0000 UTC");
}
