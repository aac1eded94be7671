import type { Construct } from "constructs";
import { AwsProvider } from "../../.gen/aws/provider.js";
import type { Environment } from "../configuration/environment.ts";

/**
 * The AWS provider of one stack of an environment: it refuses any other account, and tags everything that can be tagged.
 *
 * @param stack name of the stack, the value of the tag `Stack`
 */
export function awsProvider(scope: Construct, environment: Environment, stack: string): AwsProvider {
  return new AwsProvider(scope, "aws", {
    region: environment.region,
    allowedAccountIds: [environment.account],
    defaultTags: { tags: { ...environment.tags, Stack: stack } },
  });
}
