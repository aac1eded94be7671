import type { DataSource } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";

/** `aws_caller_identity`; needs no permission. */
export const callerIdentity: DataSource<Aws> = {
  type: "aws_caller_identity",
  read({ client }) {
    return client.call({ action: "sts:GetCallerIdentity" }, () => ({
      id: client.principal.account,
      account_id: client.principal.account,
      arn: client.principal.arn,
      user_id: client.principal.userId,
    }));
  },
};

/** `aws_partition`; no call is made. */
export const partition: DataSource<Aws> = {
  type: "aws_partition",
  read({ client }) {
    const facts = partitionFacts[client.partition] ?? standardPartition;
    return { id: client.partition, partition: client.partition, ...facts };
  },
};

const standardPartition = { dns_suffix: "amazonaws.com", reverse_dns_prefix: "com.amazonaws" };

/** Partitions that differ from the standard one. */
const partitionFacts: Readonly<Record<string, { dns_suffix: string; reverse_dns_prefix: string }>> = {
  "aws-cn": { dns_suffix: "amazonaws.com.cn", reverse_dns_prefix: "cn.com.amazonaws" },
  "aws-iso": { dns_suffix: "c2s.ic.gov", reverse_dns_prefix: "gov.ic.c2s" },
  "aws-iso-b": { dns_suffix: "sc2s.sgov.gov", reverse_dns_prefix: "gov.sgov.sc2s" },
  "aws-eusc": { dns_suffix: "amazonaws.eu", reverse_dns_prefix: "eu.amazonaws" },
};

/** `aws_default_tags`: the provider block's own tags; no call is made. */
export const defaultTags: DataSource<Aws> = {
  type: "aws_default_tags",
  read({ client }) {
    return { id: client.partition, tags: client.defaultTags };
  },
};
