import { refuse } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Aws } from "../client.ts";
import { tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags } from "../tags.ts";
import { type Cluster, eks } from "./records.ts";
import { clusterRules } from "./rules/clusters.ts";

/** One EKS operation. */
export interface EksRequest {
  readonly resources: readonly string[];
  readonly parameters?: JsonObject;
  /** Tags that the request puts on the new object. */
  readonly tags?: Tags;
}

/**
 * Performs one EKS call. Tags on creation need `eks:TagResource` beside the operation itself, which is checked first.
 *
 * @throws AwsError when the call is refused
 */
export function callEks<Result>(aws: Aws, operation: string, request: EksRequest, run: () => Result): Result {
  const { tags = {}, ...rest } = request;
  for (const arn of rest.resources) {
    tagAtCreation(aws, { arn, tag: "eks:TagResource", tags, within: operation });
  }
  return aws.call({ action: `eks:${operation}`, ...rest, conditions: requestTags(tags) }, run);
}

/** ARN of a cluster of this account and Region. */
export function clusterArn(aws: Aws, name: string): string {
  return aws.arn("eks", `cluster/${name}`);
}

/**
 * The cluster of that name.
 *
 * @throws ServiceError `ResourceNotFoundException`
 */
export function requireCluster(aws: Aws, name: string): Cluster {
  return eks.clusters(aws).get(name) ?? refuse(clusterRules.notFound, name);
}

/** The part of an ARN that tells objects of one kind and name apart. */
export function objectId(aws: Aws, kind: string, request: JsonObject | string): string {
  return aws.ids.uuid(kind, [aws.account, aws.region, request]);
}
