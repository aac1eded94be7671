/** Codes that no API model declares: what stands before a service answers them for all. */
const common: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "IncompleteSignature",
  "InternalFailure",
  "InvalidClientTokenId",
  "RequestExpired",
  "RequestLimitExceeded",
  "SignatureDoesNotMatch",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "UnauthorizedOperation",
  "UnrecognizedClientException",
  "ValidationError",
  "ValidationException",
]);

/** The codes that the models of services with few of them declare. Source: the service models of the AWS SDK. */
const declared: Readonly<Record<string, readonly string[]>> = {
  ec2: [],
  s3: [
    "BucketAlreadyExists",
    "BucketAlreadyOwnedByYou",
    "EncryptionTypeMismatch",
    "InvalidObjectState",
    "InvalidRequest",
    "InvalidWriteOffset",
    "NoSuchBucket",
    "NoSuchKey",
    "NoSuchUpload",
    "NotFound",
    "ObjectAlreadyInActiveTierError",
    "ObjectNotInActiveTierError",
    "TooManyParts",
  ],
  sts: [
    "ExpiredTokenException",
    "IDPCommunicationError",
    "IDPRejectedClaim",
    "InvalidAuthorizationMessageException",
    "InvalidIdentityToken",
    "MalformedPolicyDocument",
    "PackedPolicyTooLarge",
    "RegionDisabledException",
  ],
};

/**
 * True for an error that the service's API model declares. The SDK for Go has a type for each of them and prints it as
 * `Code: message`; all others print as `api error Code: message`.
 */
export function isModelledError(service: string, code: string): boolean {
  return declared[service]?.includes(code) ?? !common.has(code);
}
