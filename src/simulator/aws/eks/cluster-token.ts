import type { Aws } from "../client.ts";

/** Seconds that a token is valid. */
const validity = 900;

/**
 * A token for a cluster's API: a request to STS signed in advance, whose header names the cluster. It is made without a call, so
 * a cluster that does not exist gets one too.
 */
export function clusterToken(aws: Aws, name: string): string {
  const date = aws.now.replace(/[-:]|\.\d+/g, "");
  const day = date.slice(0, 8);
  const url = new URL(`https://sts.${aws.region}.amazonaws.com/`);
  const parameters = {
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${aws.principal.userId}/${day}/${aws.region}/sts/aws4_request`,
    "X-Amz-Date": date,
    "X-Amz-Expires": String(validity),
    "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    "X-Amz-Signature": aws.ids.hex(64, "eks/token", [name, aws.principal.arn, date]),
  };
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
}
