/** A Kubernetes minor on EKS; dates are days, the last ones included. */
export interface KubernetesVersion {
  readonly minor: string;
  readonly offered: string;
  readonly standardSupportUntil: string;
  readonly extendedSupportUntil: string;
  /** Newest patch and platform that were seen. */
  readonly patch: string;
  readonly platform: string;
}

/**
 * The minors of EKS, newest first. Sources: EKS User Guide, "Understand the Kubernetes version lifecycle on EKS" and "View Amazon
 * EKS platform versions" (June 2026); patches of 1.33 and older from the kube-proxy add-on.
 */
export const kubernetesVersions: readonly KubernetesVersion[] = [
  version("1.36", "2026-06-02", "2027-08-02", "2028-08-02", "1.36.2", "eks.6"),
  version("1.35", "2026-01-27", "2027-03-27", "2028-03-27", "1.35.6", "eks.17"),
  version("1.34", "2025-10-02", "2026-12-02", "2027-12-02", "1.34.9", "eks.27"),
  version("1.33", "2025-05-29", "2026-07-29", "2027-07-29", "1.33.10", "eks.41"),
  version("1.32", "2025-01-23", "2026-03-23", "2027-03-23", "1.32.13", "eks.48"),
  version("1.31", "2024-09-26", "2025-11-26", "2026-11-26", "1.31.14", "eks.64"),
  version("1.30", "2024-05-23", "2025-07-23", "2026-07-23", "1.30.14", "eks.72"),
];

export type SupportStatus = "STANDARD_SUPPORT" | "EXTENDED_SUPPORT" | "UNSUPPORTED";

/** The facts of a minor; undefined for one that EKS never had or no longer knows. */
export function versionFacts(minor: string): KubernetesVersion | undefined {
  return kubernetesVersions.find((facts) => facts.minor === minor);
}

/** How a minor is supported at a moment; undefined before it is offered. */
export function supportStatus(facts: KubernetesVersion, now: Date): SupportStatus | undefined {
  const day = now.toISOString().slice(0, 10);
  if (day < facts.offered) return undefined;
  if (day <= facts.standardSupportUntil) return "STANDARD_SUPPORT";
  return day <= facts.extendedSupportUntil ? "EXTENDED_SUPPORT" : "UNSUPPORTED";
}

/** True when a cluster of this minor can be made at a moment. */
export function isOffered(minor: string, now: Date): boolean {
  const facts = versionFacts(minor);
  const status = facts && supportStatus(facts, now);
  return status === "STANDARD_SUPPORT" || status === "EXTENDED_SUPPORT";
}

/** Days that a minor has been offered when `CreateCluster` takes it by default; EKS decides this by hand, nobody wrote down when. */
const daysUntilDefault = 90;

/** The minor of `CreateCluster` without a version. */
export function defaultMinor(now: Date): string {
  const day = new Date(now.getTime() - daysUntilDefault * 86_400_000).toISOString().slice(0, 10);
  return kubernetesVersions.find(({ offered }) => offered <= day)?.minor ?? "1.30";
}

/** How many minors the second version lies above the first. */
export function minorsBetween(from: string, to: string): number {
  return Number(to.split(".")[1]) - Number(from.split(".")[1]);
}

function version(
  minor: string,
  offered: string,
  standardSupportUntil: string,
  extendedSupportUntil: string,
  patch: string,
  platform: string,
): KubernetesVersion {
  return { minor, offered, standardSupportUntil, extendedSupportUntil, patch, platform };
}
