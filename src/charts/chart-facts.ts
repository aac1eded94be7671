import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder.ts";

/** A kind that a chart installs. */
export interface ChartDefinition {
  readonly group: string;
  /** Storage version. */
  readonly version: string;
  readonly served: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Namespaced" | "Cluster";
}

/** A version of a chart, and what it is made for. */
export interface ChartVersion {
  readonly version: string;
  readonly appVersion: string | null;
  readonly kubeVersion: string | null;
}

/** Facts about one chart, as `charts/<chart>.json` holds them; `charts/README.md` explains the members. */
export interface ChartFacts {
  readonly chart: string;
  readonly repository: string;
  /** The version that the reference system pins. */
  readonly reference: ChartVersion;
  readonly newest_seen: ChartVersion;
  /** Key tree of the values with default scalars. */
  readonly values_reference: unknown;
  readonly values_newest: unknown;
  readonly crds: readonly ChartDefinition[];
  readonly crds_reference?: readonly ChartDefinition[];
  readonly removed_or_renamed?: unknown;
  readonly images?: readonly string[];
  readonly images_reference?: readonly string[];
  readonly [member: string]: unknown;
}

const read = new Map<string, ChartFacts>();

/** The facts of a chart; each file is read once. */
export function chartFacts(chart: string): ChartFacts {
  let facts = read.get(chart);
  if (!facts) {
    facts = JSON.parse(readFileSync(join(packageFolder(), "charts", `${chart}.json`), "utf8")) as ChartFacts;
    read.set(chart, facts);
  }
  return facts;
}
