import type { Spacelift } from "./client.ts";

/** The trust statement that lets Spacelift assume a role with an external id; `*` in the id stands for anything. */
export function assumeRolePolicy(client: Spacelift, externalId: string): string {
  const account = client.table("account").get(client.account);
  return JSON.stringify({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { AWS: account?.awsAccountId ?? "" },
    Condition: { [externalId.includes("*") ? "StringLike" : "StringEquals"]: { "sts:ExternalId": externalId } },
  });
}
