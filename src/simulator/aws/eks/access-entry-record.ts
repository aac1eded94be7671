import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { roleByArn, userByArn } from "../iam/principals.ts";
import type { Tags } from "../tags.ts";
import { objectId } from "./calls.ts";
import { isMachineType, machineIdentities } from "./facts/machine-identities.ts";
import { type AccessEntry, eks } from "./records.ts";

/** What an access entry is made from; null for what EKS is to choose. */
export interface AccessEntryProperties {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly type: string;
  readonly userName: string | null;
  readonly groups: readonly string[];
  readonly tags: Tags;
}

/** Key of an entry's record. */
export function keyOf(clusterName: string, principalArn: string): string {
  return `${clusterName}:${principalArn}`;
}

/** Keeps a new entry; `beside` is what only entries have that EKS makes by itself. */
export function putEntry(
  aws: Aws,
  properties: AccessEntryProperties,
  beside: Partial<Pick<AccessEntry, "automatic" | "policies">> = {},
): AccessEntry {
  const { clusterName, principalArn, type, tags } = properties;
  const { account = aws.account, resource = "" } = parseArn(principalArn) ?? {};
  const [kind = "role"] = resource.split("/");
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const id = objectId(aws, "eks/access-entry", { clusterName, principalArn });
  const principal = roleByArn(aws.world, principalArn) ?? userByArn(aws.world, principalArn);
  const session = `arn:${aws.partition}:sts::${account}:assumed-role/${name}/{{SessionName}}`;
  const chosen = {
    userName: properties.userName ?? (kind === "user" ? principalArn : session),
    groups: properties.groups,
  };
  return eks.accessEntries(aws).put(keyOf(clusterName, principalArn), {
    clusterName,
    principalArn,
    principalId: principal?.uniqueId ?? null,
    arn: aws.arn("eks", `access-entry/${clusterName}/${kind}/${account}/${name}/${id}`),
    type,
    ...(isMachineType(type) ? machineIdentities[type] : chosen),
    policies: [],
    createdAt: aws.now,
    modifiedAt: aws.now,
    tags,
    ...beside,
  });
}
