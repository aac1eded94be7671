import { createHmac } from "node:crypto";
import type { World } from "../../world/world.ts";
import type { Aws } from "../client.ts";

/** Seconds that a token is valid. */
const validity = 900;

/** Who signed a token, and until when it is valid. */
interface TokenClaims {
  /** Unique id of the caller, as in `Principal.userId`. */
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

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
    "X-Amz-Signature": signature(
      aws.world,
      aws.ids.hex(16, "eks/token", [name, date]),
      name,
      aws.principal.userId,
      date,
    ),
  };
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
}

/** What a token says, if it is one for this cluster that somebody of this world signed; whether it is still valid is not asked. */
export function readClusterToken(world: World, name: string, token: string): TokenClaims | undefined {
  const [, packed] = /^k8s-aws-v1\.([\w-]+)$/.exec(token) ?? [];
  const text = Buffer.from(packed ?? "", "base64url").toString();
  if (!URL.canParse(text)) return undefined;
  const parameters = new URL(text).searchParams;
  const userId = parameters.get("X-Amz-Credential")?.split("/")[0] ?? "";
  const date = parameters.get("X-Amz-Date") ?? "";
  const signed = parameters.get("X-Amz-Signature") ?? "";
  if (signed !== signature(world, signed.slice(0, 16), name, userId, date)) return undefined;
  const [, day, hour, minute, second] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (!day) return undefined;
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${hour}:${minute}:${second}Z`;
  return { userId, expires: Date.parse(iso) + validity * 1_000 };
}

/** The header that names the cluster is signed with the request; `nonce`, 16 hex digits, makes every signature another. */
function signature(world: World, nonce: string, name: string, userId: string, date: string): string {
  const text = JSON.stringify([nonce, name, userId, date]);
  return `${nonce}${createHmac("sha256", world.seed).update(text).digest("hex").slice(0, 48)}`;
}
