/** The versions of an add-on that are known for a minor. */
interface OfferedVersions {
  /** Newest first. The list holds the ends and what was seen between them, not every build. */
  readonly seen: readonly string[];
  readonly default: string;
  /** Versions that were seen later than the catalogue's date, with the first day. */
  readonly later?: Readonly<Record<string, string>>;
}

const cni = "v1.22.4-eksbuild.3";
const everywhere = (version: string, older: readonly string[] = []): Readonly<Record<string, OfferedVersions>> =>
  Object.fromEntries(
    ["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"].map((minor) => [
      minor,
      { seen: [version, ...older], default: version },
    ]),
  );

/**
 * By add-on and minor. Sources: EKS User Guide add-on pages of August and September 2026 (newest); public Terraform and eksctl
 * files that report the default version filter; oldest builds of 1.31 and 1.32 from AWS's release notes.
 */
const addOnVersions: Readonly<Record<string, Readonly<Record<string, OfferedVersions>>>> = {
  "vpc-cni": {
    "1.36": {
      seen: [cni, "v1.21.2-eksbuild.2"],
      default: "v1.21.2-eksbuild.2",
      later: { "v1.23.1-eksbuild.1": "2026-10-01" },
    },
    "1.35": { seen: [cni, "v1.21.1-eksbuild.7", "v1.21.1-eksbuild.3"], default: "v1.21.1-eksbuild.7" },
    "1.34": { seen: [cni, "v1.20.4-eksbuild.2"], default: "v1.20.4-eksbuild.2" },
    "1.33": { seen: [cni, "v1.20.4-eksbuild.2", "v1.19.5-eksbuild.3"], default: "v1.20.4-eksbuild.2" },
    "1.32": { seen: [cni, "v1.19.2-eksbuild.1", "v1.19.0-eksbuild.1"], default: "v1.19.2-eksbuild.1" },
    "1.31": { seen: [cni, "v1.18.3-eksbuild.2"], default: "v1.19.0-eksbuild.1" },
  },
  "kube-proxy": {
    "1.36": {
      seen: ["v1.36.0-eksbuild.17", "v1.36.0-eksbuild.7"],
      default: "v1.36.0-eksbuild.7",
      later: { "v1.36.0-eksbuild.25": "2026-10-01" },
    },
    "1.35": {
      seen: ["v1.35.3-eksbuild.21", "v1.35.3-eksbuild.5", "v1.35.0-eksbuild.2"],
      default: "v1.35.3-eksbuild.5",
    },
    "1.34": { seen: ["v1.34.6-eksbuild.21", "v1.34.0-eksbuild.2"], default: "v1.34.0-eksbuild.2" },
    "1.33": {
      seen: ["v1.33.10-eksbuild.21", "v1.33.3-eksbuild.4", "v1.33.0-eksbuild.2"],
      default: "v1.33.3-eksbuild.4",
    },
    "1.32": { seen: ["v1.32.13-eksbuild.24", "v1.32.0-eksbuild.2"], default: "v1.32.0-eksbuild.2" },
    "1.31": { seen: ["v1.31.14-eksbuild.28", "v1.31.0-eksbuild.2"], default: "v1.31.14-eksbuild.28" },
  },
  coredns: {
    "1.36": {
      seen: ["v1.14.3-eksbuild.16", "v1.14.2-eksbuild.4"],
      default: "v1.14.2-eksbuild.4",
      later: { "v1.14.3-eksbuild.23": "2026-10-01" },
    },
    "1.35": {
      seen: ["v1.14.3-eksbuild.16", "v1.14.2-eksbuild.4", "v1.13.2-eksbuild.1"],
      default: "v1.14.2-eksbuild.4",
    },
    "1.34": { seen: ["v1.13.2-eksbuild.24", "v1.12.3-eksbuild.1"], default: "v1.12.3-eksbuild.1" },
    "1.33": { seen: ["v1.12.4-eksbuild.31", "v1.12.1-eksbuild.2"], default: "v1.12.1-eksbuild.2" },
    "1.32": { seen: ["v1.11.4-eksbuild.53", "v1.11.3-eksbuild.1"], default: "v1.11.4-eksbuild.53" },
    "1.31": { seen: ["v1.11.4-eksbuild.53", "v1.11.1-eksbuild.8"], default: "v1.11.4-eksbuild.53" },
  },
  "aws-ebs-csi-driver": {
    ...everywhere("v1.63.1-eksbuild.1", ["v1.42.0-eksbuild.1"]),
    "1.36": { seen: ["v1.63.1-eksbuild.1", "v1.62.0-eksbuild.1"], default: "v1.62.0-eksbuild.1" },
    "1.35": { seen: ["v1.63.1-eksbuild.1", "v1.42.0-eksbuild.1"], default: "v1.59.0-eksbuild.1" },
    "1.33": { seen: ["v1.63.1-eksbuild.1", "v1.42.0-eksbuild.1"], default: "v1.48.0-eksbuild.2" },
    "1.32": { seen: ["v1.63.1-eksbuild.1", "v1.42.0-eksbuild.1"], default: "v1.48.0-eksbuild.1" },
    "1.31": { seen: ["v1.63.1-eksbuild.1", "v1.30.0-eksbuild.1"], default: "v1.42.0-eksbuild.1" },
  },
  "eks-pod-identity-agent": everywhere("v1.3.10-eksbuild.3", ["v1.0.0-eksbuild.1"]),
  "aws-guardduty-agent": everywhere("v1.12.1-eksbuild.2", ["v1.11.0-eksbuild.4", "v1.7.0-eksbuild.1"]),
};

/** Versions offered for a minor at a moment, newest first; empty when the add-on is not for this minor. */
export function offeredVersions(addOn: string, minor: string, now: Date): readonly string[] {
  const offered = addOnVersions[addOn]?.[minor];
  if (!offered) return [];
  const day = now.toISOString().slice(0, 10);
  const later = Object.entries(offered.later ?? {}).flatMap(([version, from]) => (from <= day ? [version] : []));
  return [...new Set([...later, ...offered.seen, offered.default])].sort((left, right) => compare(right, left));
}

/** The version of `CreateAddon` without one. */
export function defaultVersion(addOn: string, minor: string): string | undefined {
  return addOnVersions[addOn]?.[minor]?.default;
}

/**
 * True when a version is offered for a minor: one that was seen, or one of the same form between the oldest and the newest, as
 * the catalogue does not list every build.
 */
export function isOfferedVersion(addOn: string, minor: string, version: string, now: Date): boolean {
  const offered = offeredVersions(addOn, minor, now);
  const newest = offered[0];
  const oldest = offered.at(-1);
  if (!newest || !oldest || !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)) return false;
  return compare(version, oldest) >= 0 && compare(version, newest) <= 0;
}

function compare(left: string, right: string): number {
  const [first, second] = [numbersOf(left), numbersOf(right)];
  const at = first.findIndex((part, index) => part !== second[index]);
  return at < 0 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
