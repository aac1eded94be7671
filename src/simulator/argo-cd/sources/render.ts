import { posix } from "node:path";
import type { KubernetesApi } from "../../kubernetes/api.ts";
import { flagAt, textsAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject, Manifest } from "../../kubernetes/object.ts";
import type { Checkout } from "../../kubernetes/repositories.ts";
import { kustomizationFileOf } from "../../kustomize/build.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { canonicalJson, type JsonObject } from "../../world/json.ts";
import type { ApplicationSource, ApplicationSpec } from "../application.ts";
import { argoCdRules as rules } from "../rules.ts";
import { chartOf, isChart, renderChart } from "./chart-source.ts";
import { renderDirectory } from "./directory.ts";
import { foldersAbove, renderKustomization } from "./kustomize-source.ts";
import { parseValues, valueFileIn } from "./value-files.ts";

/** What the sources of an Application say. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  /** Commit or chart version of each source. */
  readonly revisions: readonly string[];
}

/** Reads the sources of one Application and notes what it has read, to tell whether it must be done again. */
export class Rendering {
  readonly #api: KubernetesApi;
  readonly #application: KubernetesObject;
  readonly #spec: ApplicationSpec;
  readonly #checkouts = new Map<string, Checkout>();
  readonly #asked = new Map<string, boolean>();
  readonly #serves: (apiVersion: string) => boolean;

  constructor(
    api: KubernetesApi,
    application: KubernetesObject,
    spec: ApplicationSpec,
    serves: (apiVersion: string) => boolean,
  ) {
    this.#api = api;
    this.#application = application;
    this.#spec = spec;
    this.#serves = serves;
  }

  /** Commits of everything that was read. */
  get inputs(): string {
    return canonicalJson([...this.#checkouts].map(([place, { commit }]) => [place, commit]));
  }

  /** True when everything that an earlier rendering read is still the same. */
  readsAgain(inputs: string): boolean {
    const places = JSON.parse(inputs) as readonly (readonly [string, string])[];
    return places.every(([place, commit]) => {
      const [url = "", revision = "", folder = ""] = place.split(" ");
      const checkout = this.#api.clusters.repositories.checkout(url, revision, folder);
      return typeof checkout !== "string" && checkout.commit === commit;
    });
  }

  /** What was asked of the cluster's API, and the answers. */
  get asked(): ReadonlyMap<string, boolean> {
    return this.#asked;
  }

  /** Notes that the result depends on whether the cluster serves something. */
  asks(apiVersion: string): void {
    this.#asked.set(apiVersion, this.#serves(apiVersion));
  }

  /**
   * The objects of all sources; of an object that several sources have, the last one counts.
   *
   * @throws ServiceError in the words of the tool that fails
   */
  render(): Rendered {
    const rendered = this.#spec.sources.map((source) => this.#source(source));
    return {
      manifests: rendered.flatMap(({ manifests }) => manifests),
      revisions: rendered.map(({ revision }) => revision),
    };
  }

  #source(source: ApplicationSource): { readonly manifests: readonly Manifest[]; readonly revision: string } {
    const tools = Object.entries({ Kustomize: source.kustomize, Helm: source.helm, Directory: source.directory })
      .filter(([, block]) => block !== undefined)
      .map(([tool]) => tool);
    refuseIf(tools.length > 1, rules.severalTools, tools.join(","));
    refuseIf(source.plugin !== undefined, rules.toolNotSimulated, "config management plugins");
    if (isChart(source)) return this.#chart(source);
    // A source that only lends value files is read where they are.
    if (source.path === "") return { manifests: [], revision: source.targetRevision || "HEAD" };
    const checkout = this.#checkout(source, source.path);
    refuseIf(checkout.files.size === 0, rules.pathMissing, source.path);
    return { manifests: this.#folder(source, checkout), revision: checkout.commit };
  }

  #folder(source: ApplicationSource, { files }: Checkout): readonly Manifest[] {
    refuseIf(files.has("Chart.yaml"), rules.toolNotSimulated, "charts in git repositories");
    if (source.kustomize === undefined && kustomizationFileOf(files, "") === undefined) {
      return renderDirectory(files, source.directory);
    }
    const above = foldersAbove(files);
    if (above === 0) return renderKustomization(files, "", source.kustomize);
    const top = posix.normalize(`${source.path}/${"../".repeat(above)}`).replace(/\/$/, "");
    const whole = this.#checkout(source, top === "." || top.startsWith("..") ? "" : top);
    const base = top === "." || top.startsWith("..") ? "" : top;
    return renderKustomization(whole.files, posix.relative(base, posix.normalize(source.path)), source.kustomize);
  }

  #chart(source: ApplicationSource) {
    const chart = chartOf(source, (repository) => this.#isRegistered(repository));
    const files = textsAt(source.helm, "valueFiles").flatMap((file) => this.#valueFile(source, file));
    const manifests = renderChart(chart, source, files, {
      cluster: this.#api.cluster,
      application: this.#application.metadata.name,
      namespace: this.#spec.destination.namespace,
      serves: (apiVersion) => {
        const answer = this.#serves(apiVersion);
        this.#asked.set(apiVersion, answer);
        return answer;
      },
    });
    return { manifests, revision: chart.version };
  }

  #valueFile(source: ApplicationSource, file: string): readonly JsonObject[] {
    const found = valueFileIn(this.#spec.sources, file);
    // The only file of a chart in a repository that is known is its values.yaml, and that is what values are merged over.
    if (!found && file === "values.yaml") return [];
    const text = found
      ? this.#checkout(found.source, posix.dirname(found.path)).files.get(posix.basename(found.path))
      : undefined;
    if (text === undefined && flagAt(source.helm, "ignoreMissingValueFiles")) return [];
    refuseUnless(text !== undefined, rules.valueFileMissing, found?.path ?? file);
    return [parseValues(text, found?.path ?? file)];
  }

  #checkout({ repoURL, targetRevision }: ApplicationSource, folder: string): Checkout {
    const place = `${repoURL} ${targetRevision} ${folder}`;
    const known = this.#checkouts.get(place);
    if (known) return known;
    const checkout = this.#api.clusters.repositories.checkout(repoURL, targetRevision, folder);
    if (typeof checkout === "string") return refuse(rules.repositoryUnreadable, checkout);
    this.#checkouts.set(place, checkout);
    return checkout;
  }

  /** True when a repository secret says that the address is a registry for charts. */
  #isRegistered(repository: string): boolean {
    const { namespace = "" } = this.#application.metadata;
    return this.#api.list("/Secret", { namespace }).some(({ metadata, data }) => {
      const type = metadata.labels?.["argocd.argoproj.io/secret-type"];
      if (type !== "repository" && type !== "repo-creds") return false;
      const text = (key: string): string => Buffer.from(String(dataOf(data)[key] ?? ""), "base64").toString("utf8");
      const url = text("url");
      return text("enableOCI") === "true" && (type === "repository" ? url === repository : repository.startsWith(url));
    });
  }
}

function dataOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}
