import type { Manifest } from "../kubernetes/object.ts";
import type { JsonObject } from "../world/json.ts";

/** What templates of a chart see. */
export interface ReleaseContext {
  /** Name of the release. */
  readonly release: string;
  readonly namespace: string;
  /** Defaults of the chart with the user's values merged over them. */
  readonly values: JsonObject;
  readonly isUpgrade: boolean;
  /** For example `1.35`. */
  readonly kubernetesVersion: string;
  /** True when the cluster serves a group and version, or one kind of them: `monitoring.coreos.com/v1`, `…/v1/PodMonitor`. */
  serves(apiVersion: string): boolean;
  /** What `randAlphaNum` gives: another text at every rendering. */
  random(length: number): string;
}

/** What a chart makes of its values. Hooks are objects with the annotation `helm.sh/hook`. */
export interface RenderedChart {
  /** Objects of the folder `crds/`. */
  readonly crds: readonly Manifest[];
  readonly objects: readonly Manifest[];
}

/** One version of a chart in a repository, as far as the simulator knows it: kinds, workloads, images and what values change. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  /** Addresses of the repositories that offer it; OCI ones with `oci://`. */
  readonly repositories: readonly string[];
  /** Range of Kubernetes versions, as in `Chart.yaml`; any when left out. */
  readonly kubeVersion?: string;
  /** Default values as far as they are known: the key tree of `charts/<chart>.json`. */
  readonly defaults: JsonObject;
  /** @throws ChartError when the templates fail, in Helm's words */
  render(context: ReleaseContext): RenderedChart;
}

/** A chart that cannot be found or rendered, in Helm's words. */
export class ChartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ChartError";
  }
}
