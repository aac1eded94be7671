import type { World } from "../world/world.ts";
import type { Account, RunToken } from "./records/account.ts";
import { checksum } from "./sealing.ts";

/** How long an in-run token lives, in seconds [spacelift.md §0.1]. */
const runTokenSeconds = 3 * 3_600;

/** What an in-run token says; the provider reads it without checking the signature. */
export interface RunTokenClaims {
  readonly iss: string;
  /** `<stackId>/<runId>`. */
  readonly sub: string;
  /** One entry: the base URL of the account. */
  readonly aud: readonly string[];
}

/**
 * Issues the `SPACELIFT_API_TOKEN` of a run: a JSON Web Token known to the account until it expires or the run is over.
 * The same run gets the same token.
 */
export function issueRunToken(world: World, account: string, stackId: string, runId: string): string {
  const table = (name: string) => `spacelift/${account}/${name}`;
  const endpoint = world.table<Account>(table("account")).get(account)?.endpoint ?? "";
  const claims: RunTokenClaims = { iss: "spacelift", sub: `${stackId}/${runId}`, aud: [endpoint] };
  const body = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const token = `${body}.${checksum(`${world.seed} run token ${body}`).slice(0, 43)}`;
  const id = checksum(token);
  const expiresAt = new Date(world.now.getTime() + runTokenSeconds * 1_000).toISOString();
  world.table<RunToken>(table("run-token")).put(id, { id, stackId, runId, expiresAt });
  world.commit({ stack: "onboarding", run: runId });
  return token;
}

/** The claims of a token; undefined when it is no JSON Web Token. */
export function claimsOf(token: string): RunTokenClaims | undefined {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null) return undefined;
    const { iss, sub, aud } = claims as { iss?: unknown; sub?: unknown; aud?: unknown };
    const audience = Array.isArray(aud) ? aud.map(String) : typeof aud === "string" ? [aud] : [];
    return { iss: String(iss ?? ""), sub: String(sub ?? ""), aud: audience };
  } catch {
    return undefined;
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
