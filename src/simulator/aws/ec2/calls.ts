import { refuse, refuseIf, rule } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import { type Aws, AwsError } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";

/** What EC2 refuses of the tags of a new resource. */
export const tagRules = {
  tagLimit: rule({
    id: "ec2/tag-limit",
    operation: "CreateTags",
    code: "TagLimitExceeded",
    message: () => "More than 50 tags specified",
    source: "EC2 API error codes",
  }),
  tagForm: rule({
    id: "ec2/tag-form",
    operation: "CreateTags",
    code: "InvalidParameterValue",
    message: (problem: string) => problem,
    source: "API CreateTags",
  }),
  resourceUnknown: rule({
    id: "ec2/tag-resource-unknown",
    operation: "CreateTags",
    code: "InvalidID",
    message: (id: string) => `The ID '${id}' is not valid`,
    source: "EC2 API error codes",
  }),
} as const;

/** Tags of a new object and its ARN, or `…/*` before it has one. */
interface NewTags {
  readonly arn: string;
  readonly tags: Tags;
}

/** One EC2 operation. */
interface Ec2Request {
  /** ARNs; all when left out, as for Describe operations. */
  readonly resources?: readonly string[];
  readonly parameters?: JsonObject;
  /** Tags that the request puts on the new object; several where it makes objects of several kinds. */
  readonly tagging?: NewTags | readonly NewTags[];
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Performs one EC2 call. Tags on creation need `ec2:CreateTags` beside the operation itself, which is checked, and journalled, first.
 *
 * @throws AwsError when the call is refused
 */
export function callEc2<Result>(aws: Aws, operation: string, request: Ec2Request, run: () => Result): Result {
  const { tagging = [], ...rest } = request;
  const tagged = [tagging].flat().filter(({ tags }) => Object.keys(tags).length > 0);
  for (const { arn, tags } of tagged) {
    const conditions = { ...requestTags(tags), "ec2:CreateAction": operation };
    aws.call({ action: "ec2:CreateTags", operation, resources: [arn], parameters: { tags }, conditions }, () =>
      checkTags(aws, tags),
    );
  }
  return aws.call(
    {
      action: `ec2:${operation}`,
      ...rest,
      conditions: { ...requestTags(Object.assign({}, ...tagged.map(({ tags }) => tags))), ...rest.conditions },
    },
    run,
  );
}

/** Condition keys for the tags of what a call is about. */
export function resourceTags(tags: Tags): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]),
  );
}

/** Further Describe operations that the provider reads an object with; they need their permissions and tell nothing new. */
export function alsoDescribes(aws: Aws, ...subjects: readonly string[]): void {
  for (const subject of subjects) callEc2(aws, `Describe${subject}`, {}, () => undefined);
}

/** Refuses tags that EC2 does not take: too many, too long, or with the reserved prefix unless a service sets it. */
export function checkTags(aws: Aws, tags: Tags): void {
  const own = Object.entries(tags).filter(([key]) => !key.startsWith("aws:"));
  refuseIf(own.length > 50, tagRules.tagLimit);
  refuseIf(
    aws.principal.kind !== "service" && own.length < Object.keys(tags).length,
    tagRules.tagForm,
    "Tag keys starting with 'aws:' are reserved for internal use",
  );
  const long = own.find(([key, value]) => key.length > 128 || value.length > 256);
  if (long)
    refuse(tagRules.tagForm, `Tag ${long[0].length > 128 ? "key" : "value"} exceeds the maximum length: '${long[0]}'`);
}

/**
 * Runs an operation and takes these error codes for success, as the provider does when what it deletes is already gone.
 * Returns undefined then.
 */
export function ignoring<Result>(codes: readonly string[], run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.cause.code)) return undefined;
    throw error;
  }
}
