import type { Statement } from "../iam/documents.ts";

/**
 * Rights of a workload on its own bucket, split by what they are about: the bucket, and the objects in it. Multipart uploads are among
 * them, since every tool writes large objects in parts.
 *
 * @param rights whether objects may be deleted; who only adds backups need not be able to destroy them
 */
export function bucketStatements(bucket: string, rights: { readonly deletes: boolean }): Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucketMultipartUploads"],
      Resource: arn,
    },
    {
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        "s3:PutObject",
        ...(rights.deletes ? ["s3:DeleteObject"] : []),
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
      ],
      Resource: `${arn}/*`,
    },
  ];
}

/** Keeps everybody away from a bucket who does not come with TLS. */
export function onlyWithTls(arn: string): Statement {
  return {
    Sid: "OnlyWithTls",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
