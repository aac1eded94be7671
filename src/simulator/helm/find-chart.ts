import { compare, satisfies, validRange } from "semver";
import { type Chart, ChartError } from "./chart.ts";

/** Charts of a repository or registry, as a client finds them. */
interface ChartQuery {
  /** Address of a repository or registry; `oci://` for a registry. */
  readonly repository: string;
  /** Name of the chart; may be a whole `oci://` address when no repository is given. */
  readonly name: string;
  /** A version or a range of versions; the newest one when left out. */
  readonly version?: string | undefined;
}

/**
 * The chart of that name and version among those that are offered.
 *
 * @throws ChartError in Helm's words for a repository, chart or version that is not there
 */
export function chartIn(charts: readonly Chart[], { repository, name, version = "" }: ChartQuery): Chart {
  const wanted = version === "" ? "*" : version;
  if (repository.startsWith("oci://") || name.startsWith("oci://")) return ociChart(charts, repository, name, wanted);
  if (repository === "") throw new ChartError(`repo ${name.split("/")[0] ?? ""} not found`);
  const offered = charts.filter(({ repositories }) => repositories.some((url) => sameAddress(url, repository)));
  if (offered.length === 0) throw new ChartError(unreachable(repository));
  const found = newest(
    offered.filter((chart) => chart.name === name),
    wanted,
  );
  if (found) return found;
  const asked = version === "" ? `chart "${name}"` : `chart "${name}" version "${version}"`;
  throw new ChartError(`${asked} not found in ${repository} repository`);
}

function ociChart(charts: readonly Chart[], repository: string, name: string, version: string): Chart {
  const reference = name.startsWith("oci://") ? name : `${repository.replace(/\/+$/, "")}/${name}`;
  const offered = charts.filter(({ name: own, repositories }) =>
    repositories.some((url) => sameAddress(url, reference) || sameAddress(`${url}/${own}`, reference)),
  );
  const place = reference.replace(/^oci:\/\//, "");
  if (offered.length === 0) {
    throw new ChartError(`failed to perform "FetchReference" on source: ${place}:${version}: not found`);
  }
  const found = newest(offered, version);
  if (found) return found;
  throw new ChartError(
    isExact(version)
      ? `failed to perform "FetchReference" on source: ${place}:${version}: not found`
      : `unable to locate any tags in provided repository: ${reference}`,
  );
}

/** The newest version that is asked for; `v` before it does not count. */
function newest(charts: readonly Chart[], version: string): Chart | undefined {
  const plain = bare(version);
  const exact = charts.find((chart) => bare(chart.version) === plain);
  if (exact || validRange(plain) === null) return exact;
  return charts
    .filter((chart) => satisfies(bare(chart.version), plain))
    .sort((left, right) => compare(bare(right.version), bare(left.version)))[0];
}

function bare(version: string): string {
  return version.replace(/^v(?=\d)/, "");
}

function isExact(version: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(version);
}

function sameAddress(left: string, right: string): boolean {
  return left.replace(/\/+$/, "") === right.replace(/\/+$/, "");
}

function unreachable(repository: string): string {
  return `looks like "${repository}" is not a valid chart repository or cannot be reached: failed to fetch ${repository.replace(/\/+$/, "")}/index.yaml : 404 Not Found`;
}
