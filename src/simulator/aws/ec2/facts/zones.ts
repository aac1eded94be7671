/** A Region and its Availability Zones, letter to zone id. */
export interface RegionFacts {
  /** As AWS names it, for example `US East (N. Virginia)`. */
  readonly description: string;
  /**
   * Zone ids by the letter of the zone. AWS maps letters to ids per account; this is the mapping seen in most accounts,
   * the same for every account of the simulated world.
   */
  readonly zones: Readonly<Record<string, string>>;
}

/** The Regions that the simulator knows ("Regions and Zones", EC2 User Guide). */
export const regions: Readonly<Record<string, RegionFacts>> = {
  "us-east-1": {
    description: "US East (N. Virginia)",
    zones: { a: "use1-az6", b: "use1-az1", c: "use1-az2", d: "use1-az4", e: "use1-az3", f: "use1-az5" },
  },
  "us-east-2": { description: "US East (Ohio)", zones: { a: "use2-az1", b: "use2-az2", c: "use2-az3" } },
  "us-west-1": { description: "US West (N. California)", zones: { a: "usw1-az3", c: "usw1-az1" } },
  "us-west-2": {
    description: "US West (Oregon)",
    zones: { a: "usw2-az2", b: "usw2-az1", c: "usw2-az3", d: "usw2-az4" },
  },
  "ca-central-1": { description: "Canada (Central)", zones: { a: "cac1-az1", b: "cac1-az2", d: "cac1-az4" } },
  "eu-west-1": { description: "Europe (Ireland)", zones: { a: "euw1-az3", b: "euw1-az1", c: "euw1-az2" } },
  "eu-west-2": { description: "Europe (London)", zones: { a: "euw2-az2", b: "euw2-az3", c: "euw2-az1" } },
  "eu-west-3": { description: "Europe (Paris)", zones: { a: "euw3-az1", b: "euw3-az2", c: "euw3-az3" } },
  "eu-central-1": { description: "Europe (Frankfurt)", zones: { a: "euc1-az2", b: "euc1-az3", c: "euc1-az1" } },
  "eu-north-1": { description: "Europe (Stockholm)", zones: { a: "eun1-az1", b: "eun1-az2", c: "eun1-az3" } },
  "ap-northeast-1": { description: "Asia Pacific (Tokyo)", zones: { a: "apne1-az4", c: "apne1-az1", d: "apne1-az2" } },
  "ap-southeast-1": {
    description: "Asia Pacific (Singapore)",
    zones: { a: "apse1-az2", b: "apse1-az1", c: "apse1-az3" },
  },
  "ap-southeast-2": {
    description: "Asia Pacific (Sydney)",
    zones: { a: "apse2-az3", b: "apse2-az1", c: "apse2-az2" },
  },
  "ap-south-1": { description: "Asia Pacific (Mumbai)", zones: { a: "aps1-az1", b: "aps1-az3", c: "aps1-az2" } },
  "sa-east-1": { description: "South America (Sao Paulo)", zones: { a: "sae1-az1", b: "sae1-az2", c: "sae1-az3" } },
};

/** One Availability Zone. */
export interface Zone {
  /** For example `us-east-1a`. */
  readonly name: string;
  /** For example `use1-az6`. */
  readonly id: string;
}

/** The zones of a Region, by name; empty for a Region that the simulator does not know. */
export function zonesOf(region: string): readonly Zone[] {
  return Object.entries(regions[region]?.zones ?? {}).map(([letter, id]) => ({ name: `${region}${letter}`, id }));
}
