import { type Aws, AwsError } from "../client.ts";

/** Rights that EKS uses in the caller's name within one of its own calls. */
export interface ForwardedRequest {
  /** For example `ec2:DescribeSubnets`. */
  readonly action: string;
  readonly resources?: readonly string[];
}

/**
 * Checks rights that the caller needs beside those of EKS, before the call itself.
 *
 * @throws AwsError as the EKS operation
 */
export function checkForwarded(aws: Aws, operation: string, requests: readonly ForwardedRequest[]): void {
  inNameOf(aws, operation, () => {
    for (const request of requests) aws.call(request, () => undefined);
  });
}

/**
 * Runs calls of other services that are part of an EKS operation.
 *
 * @throws AwsError as the EKS operation
 */
export function inNameOf<Result>(aws: Aws, operation: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("eks", operation, error.cause, aws.ids.uuid("request", [operation, error.cause.code]));
  }
}
