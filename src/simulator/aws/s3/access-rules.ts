import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";
const blocking = "S3 UG, Blocking public access";
const general = "from general knowledge";

/** What S3 refuses about ACLs and policies of buckets. */
export const accessRules = {
  aclDisabled: rule({
    id: "s3/acl-disabled",
    operation: "PutBucketAcl",
    code: "AccessControlListNotSupported",
    message: () => "The bucket does not allow ACLs",
    source: snapshot,
  }),
  ownerAcl: rule({
    id: "s3/owner-acl",
    operation: "PutBucketOwnershipControls",
    code: "InvalidBucketAclWithObjectOwnership",
    message: () => "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    source: snapshot,
  }),
  publicAcl: rule({
    id: "s3/public-acl",
    operation: "PutBucketAcl",
    code: "AccessDenied",
    message: () => "Access Denied",
    http: 403,
    source: blocking,
  }),
  granteeEmail: rule({
    id: "s3/grantee-email",
    operation: "PutBucketAcl",
    code: "UnresolvableGrantByEmailAddress",
    message: () => "The email address you provided does not match any account on record.",
    source: "S3 API, Error responses; e-mail grantees ended in October 2025",
  }),
  granteeId: rule({
    id: "s3/grantee-id",
    operation: "PutBucketAcl",
    code: "InvalidArgument",
    message: () => "Invalid id",
    source: snapshot,
  }),
  aclOwner: rule({
    id: "s3/acl-owner",
    operation: "PutBucketAcl",
    code: "AccessDenied",
    message: () => "Access Denied",
    http: 403,
    source: "S3 UG, Access control list (ACL) overview",
  }),
  publicPolicy: rule({
    id: "s3/public-policy",
    operation: "PutBucketPolicy",
    code: "AccessDenied",
    message: (caller: string, bucket: string) =>
      `User: ${caller} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    http: 403,
    source: `${blocking}; public logs`,
  }),
  policyJson: rule({
    id: "s3/policy-json",
    operation: "PutBucketPolicy",
    code: "MalformedPolicy",
    message: (problem: string) => problem,
    source: snapshot,
  }),
  policyPrincipal: rule({
    id: "s3/policy-principal",
    operation: "PutBucketPolicy",
    code: "MalformedPolicy",
    message: () => "Invalid principal in policy",
    source: general,
  }),
  policyResource: rule({
    id: "s3/policy-resource",
    operation: "PutBucketPolicy",
    code: "MalformedPolicy",
    message: () => "Policy has invalid resource",
    source: general,
  }),
  policyAction: rule({
    id: "s3/policy-action",
    operation: "PutBucketPolicy",
    code: "MalformedPolicy",
    message: (problem: "Policy has invalid action" | "Action does not apply to any resource(s) in statement") =>
      problem,
    source: "S3 UG, Bucket policies; public logs",
  }),
  policySize: rule({
    id: "s3/policy-size",
    operation: "PutBucketPolicy",
    code: "EntityTooLarge",
    message: () => "Your proposed upload exceeds the maximum allowed size",
    source: "S3 UG, Bucket policies (size); code not checked",
  }),
} as const;
