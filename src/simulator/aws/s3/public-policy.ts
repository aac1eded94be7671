import type { Condition, PolicyDocument } from "../iam/policy-document.ts";

/** True when a statement lets anybody in, or whoever meets conditions that are not fixed (S3 UG, "The meaning of public"). */
export function isPublicPolicy({ statements }: PolicyDocument): boolean {
  return statements.some(({ effect, principal, notPrincipal, conditions }) => {
    const everyone = notPrincipal !== null || principal === "*" || (principal?.AWS ?? []).includes("*");
    return effect === "Allow" && everyone && !conditions.some(isFixed);
  });
}

/** Keys that make a statement private when it compares them with fixed values. */
const fixingKeys: ReadonlySet<string> = new Set([
  ...["aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount"],
  ...["aws:userid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount"],
  ...["s3:dataaccesspointarn", "s3:dataaccesspointaccount", "s3:x-amz-server-side-encryption-aws-kms-key-id"],
]);

function isFixed({ operator, key, values }: Condition): boolean {
  if (!fixingKeys.has(key.toLowerCase())) return false;
  if (/^IpAddress$/i.test(operator)) return values.every((network) => !/^(?:0\.0\.0\.0|::)\/0$/.test(network));
  return (
    /^(?:String|Arn)(?:Equals|Like)(?:IgnoreCase)?$/.test(operator) && values.every((value) => !/[*?]|\$\{/.test(value))
  );
}
