import { limitedName } from "../../configuration/names.ts";

/** A name that IAM takes for a role: 64 characters at most. Source: IAM User Guide, "IAM and AWS STS quotas". */
export function roleName(name: string): string {
  return limitedName(name, 64);
}

/** A name that IAM takes for a managed policy: 128 characters at most. Source: as above. */
export function policyName(name: string): string {
  return limitedName(name, 128);
}
