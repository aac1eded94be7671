import { glob } from "./glob.ts";
import type { PrincipalElement } from "./policy-document.ts";

/** The caller as resource policies see it. */
export interface PolicyPrincipal {
  readonly arn: string;
  readonly account: string;
  readonly kind: "root" | "user" | "assumed-role" | "service" | "federated";
  /** ARN of the role behind a session or of the user; name of the service; ARN of the identity provider. */
  readonly identity: string;
  /** Unique id of the role or user, for example `AROA…`. */
  readonly uniqueId: string;
  /** Principal ARNs of the policy that were resolved to unique ids when it was saved. */
  readonly resolved?: Readonly<Record<string, string>>;
}

/** `account`: only the caller's account is named, so the caller's own policies must allow as well. */
export type PrincipalMatch = "direct" | "account" | "none";

/** How a Principal element names the caller. */
export function matchPrincipal(element: PrincipalElement, principal: PolicyPrincipal): PrincipalMatch {
  if (element === "*") return "direct";
  let match: PrincipalMatch = "none";
  for (const [type, identifiers] of Object.entries(element)) {
    for (const identifier of identifiers) {
      const found = matchIdentifier(type, identifier, principal);
      if (found === "direct") return "direct";
      if (found === "account") match = "account";
    }
  }
  return match;
}

function matchIdentifier(type: string, identifier: string, principal: PolicyPrincipal): PrincipalMatch {
  if (type === "Service" || type === "Federated") {
    const kind = type === "Service" ? "service" : "federated";
    return principal.kind === kind && identifier === principal.identity ? "direct" : "none";
  }
  if (type !== "AWS") return "none";
  if (identifier === "*") return "direct";
  if (principal.kind === "service" || principal.kind === "federated") return "none";
  if (identifier === principal.account || glob("arn:*:iam::*:root")(identifier)) {
    const account = identifier.includes(":") ? identifier.split(":")[4] : identifier;
    if (account !== principal.account) return "none";
    return principal.kind === "root" ? "direct" : "account";
  }
  if (identifier === principal.arn && principal.kind === "assumed-role") return "direct";
  if (identifier !== principal.identity && identifier !== principal.uniqueId) return "none";
  const resolved = principal.resolved?.[identifier];
  return resolved === undefined || resolved === principal.uniqueId ? "direct" : "none";
}
