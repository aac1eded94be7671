import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import type { Tags } from "../tags.ts";

/** Table names of Secrets Manager records, to be used with `aws.table`. */
export const secretsTables = { secret: "secretsmanager/secret" } as const;

/** A secret with its versions, keyed by name. */
export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly kmsKeyId: string | null;
  readonly createdDate: string;
  readonly lastChangedDate: string;
  /** JSON text of the resource policy. */
  readonly policy: string | null;
  readonly principalIds: Readonly<Record<string, string>>;
  readonly versions: readonly SecretVersion[];
  readonly replicas: readonly { readonly region: string; readonly kmsKeyId: string }[];
  /** ISO 8601; set while the secret waits for its deletion. */
  readonly deletionDate?: string;
  readonly tags: Tags;
}

export interface SecretVersion {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdDate: string;
  readonly kind: "string" | "binary";
  /** The value, sealed. */
  readonly sealed: string;
}

/** The secret with this ARN, in whatever account and Region of the world it is. */
export function secretByArn(world: World, arn: string): Secret | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== "secretsmanager" || !parts.resource.startsWith("secret:")) return undefined;
  const table = world.table<Secret>(`aws/${parts.account}/${parts.region}/${secretsTables.secret}`);
  const name = parts.resource.slice("secret:".length).replace(/-[A-Za-z0-9]{6}$/, "");
  const secret = table.get(name);
  return secret?.arn === arn ? secret : undefined;
}
