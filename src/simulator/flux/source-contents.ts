import { createHash } from "node:crypto";
import { ChartError } from "../helm/chart.ts";
import { charts, findChart } from "../helm/charts.ts";
import type { KubernetesApi } from "../kubernetes/api.ts";
import { textAt } from "../kubernetes/fields.ts";
import { groupOf, type KubernetesObject, kindKey } from "../kubernetes/object.ts";
import { refuse, refuseUnless, ServiceError } from "../rule.ts";
import type { Artifact } from "./artifact-store.ts";
import { pullArtifact } from "./artifacts.ts";
import { fluxKinds } from "./objects.ts";
import { fluxRules as rules } from "./rules.ts";

/** How a kind of source is fetched. */
interface SourceKind {
  /** Simulated seconds that a fetch takes. */
  readonly seconds: number;
  /** Reason of `Ready` when it succeeds. */
  readonly reason: string;
  message(artifact: Artifact): string;
  /** @throws ServiceError when the source cannot be fetched */
  fetch(api: KubernetesApi, source: KubernetesObject): Artifact;
}

/** Every kind of source that is fetched. A Bucket is accepted and never becomes ready. */
export const sourceKinds: Readonly<Record<string, SourceKind>> = {
  [fluxKinds.gitRepository]: {
    seconds: 4,
    reason: "Succeeded",
    message: ({ revision }) => `stored artifact for revision '${revision}'`,
    fetch: fetchGit,
  },
  [fluxKinds.ociRepository]: {
    seconds: 3,
    reason: "Succeeded",
    message: ({ revision }) => `stored artifact for digest '${revision}'`,
    fetch: fetchOci,
  },
  [fluxKinds.helmRepository]: {
    seconds: 5,
    reason: "Succeeded",
    message: ({ revision }) => `stored artifact: revision '${revision}'`,
    fetch: fetchIndex,
  },
  [fluxKinds.helmChart]: {
    seconds: 5,
    reason: "ChartPullSucceeded",
    message: ({ revision, content }) =>
      `pulled '${content.kind === "chart" ? content.chart.name : ""}' chart with version '${revision}'`,
    fetch: fetchChart,
  },
};

/** A repository of type `oci` only holds data: it has no status to wait for. */
export function isStatic(source: KubernetesObject): boolean {
  return kindKey(source) === fluxKinds.helmRepository && textAt(source.spec, "type") === "oci";
}

/** What a GitRepository follows: a commit, else the reference that `ref` names, else the branch `master`. */
export function gitRevisionOf({ spec }: KubernetesObject): string {
  const name = textAt(spec, "ref.name").replace(/^refs\/(heads|tags)\//, "");
  const others = ["semver", "tag", "branch"].map((field) => textAt(spec, `ref.${field}`));
  return [textAt(spec, "ref.commit"), name, ...others].find((text) => text !== "") ?? "master";
}

function fetchGit(api: KubernetesApi, source: KubernetesObject): Artifact {
  const url = textAt(source.spec, "url");
  const revision = gitRevisionOf(source);
  const files = new Map<string, string>();
  const commits: string[] = [];
  for (const folder of foldersOf(textAt(source.spec, "ignore"))) {
    const checkout = api.clusters.repositories.checkout(url, revision, folder);
    if (typeof checkout === "string") return refuse(rules.gitUnreadable, url, checkout);
    commits.push(checkout.commit);
    for (const [path, content] of checkout.files) files.set(folder === "" ? path : `${folder}/${path}`, content);
  }
  const same = commits.every((commit) => commit === commits[0]);
  const commit = same && commits[0] ? commits[0] : createHash("sha1").update(commits.join(" ")).digest("hex");
  const shown = textAt(source.spec, "ref.commit") === "" ? `${revision}@sha1:${commit}` : `sha1:${commit}`;
  return { revision: shown, content: { kind: "files", files } };
}

/** The folders that `ignore` leaves when it takes out everything and lets some back in; the root for other patterns. */
function foldersOf(ignore: string): readonly string[] {
  const lines = ignore
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const [first, ...rest] = lines;
  const folders = rest.map((line) => /^!\/?([^*!]+?)\/?$/.exec(line)?.[1]);
  const whole = (first !== "/*" && first !== "*") || folders.length === 0;
  return whole || folders.includes(undefined) ? [""] : folders.flatMap((folder) => folder ?? []);
}

function fetchOci(_api: KubernetesApi, source: KubernetesObject): Artifact {
  const url = textAt(source.spec, "url").replace(/\/+$/, "");
  const [tag, semver] = [textAt(source.spec, "ref.tag"), textAt(source.spec, "ref.semver")];
  const wanted = { ...(tag ? { tag } : {}), ...(semver ? { semver } : {}) };
  const chart = chartAt(url, semver || tag);
  if (chart) return { revision: digestOf(chart.version, url), content: { kind: "chart", chart } };
  const pulled = pullArtifact(url, wanted);
  return { revision: digestOf(pulled.tag, url), content: { kind: "manifests", manifests: pulled.manifests } };
}

function digestOf(tag: string, url: string): string {
  return `${tag}@sha256:${createHash("sha256").update(`${url} ${tag}`).digest("hex")}`;
}

function chartAt(url: string, version: string) {
  try {
    return findChart(url.slice(0, url.lastIndexOf("/")), url.slice(url.lastIndexOf("/") + 1), version);
  } catch (error) {
    if (error instanceof ChartError) return undefined;
    throw error;
  }
}

function fetchIndex(_api: KubernetesApi, source: KubernetesObject): Artifact {
  const url = textAt(source.spec, "url").replace(/\/+$/, "");
  const offered = charts.filter(({ repositories }) => repositories.some((one) => one.replace(/\/+$/, "") === url));
  refuseUnless(offered.length > 0, rules.indexMissing, url);
  const digest = createHash("sha256").update(offered.map(({ name, version }) => `${name} ${version}`).join("\n"));
  return { revision: `sha256:${digest.digest("hex")}`, content: { kind: "index" } };
}

function fetchChart(api: KubernetesApi, source: KubernetesObject): Artifact {
  const { namespace = "" } = source.metadata;
  const [kind, name] = [textAt(source.spec, "sourceRef.kind"), textAt(source.spec, "sourceRef.name")];
  refuseUnless(kind === "HelmRepository", rules.sourceKind, kind);
  const repository = api.find(`${groupOf(source.apiVersion)}/${kind}`, name, namespace);
  refuseUnless(repository, rules.sourceMissing, kind, name);
  const [chart, version] = [textAt(source.spec, "chart"), textAt(source.spec, "version")];
  try {
    const found = findChart(textAt(repository.spec, "url"), chart, version === "*" ? "" : version);
    return { revision: found.version, content: { kind: "chart", chart: found } };
  } catch (error) {
    if (error instanceof ChartError) refuse(rules.chartMissing, chart, version || "*");
    throw error;
  }
}

/** What a source holds, or the refusal to fetch it. */
export function fetchSource(api: KubernetesApi, source: KubernetesObject): Artifact | ServiceError | undefined {
  try {
    return sourceKinds[kindKey(source)]?.fetch(api, source);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}
