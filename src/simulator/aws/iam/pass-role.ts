import { refuseIf } from "../../rule.ts";
import { parseArn } from "../arn.ts";
import { type Aws, AwsError } from "../client.ts";
import { accessRules } from "./rules/access.ts";

/** A role that a caller hands to a service within another call. */
export interface PassedRole {
  readonly roleArn: string;
  /** The service that gets it, for example `eks.amazonaws.com`. */
  readonly service: string;
  /** The call that hands it over, for example `eks:CreateCluster`; a refusal appears as that call's. */
  readonly within: string;
}

/**
 * Checks that the caller may pass a role to a service. It is no call of its own on AWS, but the journal shows it, so that
 * policies with least privilege can be read off it. To be called before `aws.call` of the operation.
 *
 * @throws AwsError in the form of the service that was called
 */
export function passRole(aws: Aws, passed: PassedRole): void {
  const { roleArn, service, within } = passed;
  const [name = "", operation = ""] = within.split(":");
  const conditions = { "iam:PassedToService": service };
  const request = {
    action: "iam:PassRole",
    resources: [roleArn],
    parameters: { service },
    answeredBy: name,
    conditions,
  };
  try {
    aws.call(request, () => {
      refuseIf(parseArn(roleArn)?.account !== aws.account, accessRules.passRoleCross);
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(name, operation, error.cause, aws.ids.uuid("request", [within, error.cause.code]));
  }
}
