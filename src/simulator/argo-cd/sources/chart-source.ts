import { type Chart, ChartError } from "../../helm/chart.ts";
import { findChart } from "../../helm/charts.ts";
import { mergeValues } from "../../helm/values.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { flagAt, objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../kubernetes/object.ts";
import { refuse, refuseUnless } from "../../rule.ts";
import type { JsonObject } from "../../world/json.ts";
import type { ApplicationSource } from "../application.ts";
import { argoCdRules as rules } from "../rules.ts";
import { kubernetesVersionOf } from "./capabilities.ts";
import { type HelmParameter, withParameter } from "./parameters.ts";
import { parseValues } from "./value-files.ts";

/** What a chart is rendered for. */
interface ChartTarget {
  readonly cluster: Cluster;
  readonly application: string;
  readonly namespace: string;
  /** Answers what the cluster serves, and remembers that it was asked. */
  serves(apiVersion: string): boolean;
}

/** True for a source that is a chart of a Helm repository or registry. */
export function isChart(source: ApplicationSource): boolean {
  return source.chart !== "" || source.repoURL.startsWith("oci://");
}

/**
 * The chart of a source. A registry is written without `oci://` and needs a repository secret with `enableOCI`, or with `oci://`
 * and then names the chart itself.
 *
 * @throws ServiceError when there is no such repository, chart or version
 */
export function chartOf(source: ApplicationSource, isRegistered: (repository: string) => boolean): Chart {
  const { repoURL, chart, targetRevision } = source;
  try {
    if (repoURL.startsWith("oci://")) {
      const address = chart === "" ? repoURL.slice(0, repoURL.lastIndexOf("/")) : repoURL;
      return findChart(address, chart || repoURL.slice(repoURL.lastIndexOf("/") + 1), targetRevision);
    }
    if (/^https?:\/\//.test(repoURL)) return findChart(repoURL, chart, targetRevision);
    refuseUnless(isRegistered(repoURL), rules.registryNotRegistered, repoURL);
    return findChart(`oci://${repoURL}`, chart, targetRevision);
  } catch (error) {
    if (error instanceof ChartError) refuse(rules.chartUnavailable, error.message);
    throw error;
  }
}

/**
 * What `helm template` gives: no release is kept, and CRDs are objects like all others.
 *
 * @param files values of `valueFiles`, later ones winning
 * @throws ServiceError when the templates fail
 */
export function renderChart(
  chart: Chart,
  source: ApplicationSource,
  files: readonly JsonObject[],
  target: ChartTarget,
): Manifest[] {
  const { cluster, application, namespace } = target;
  const helm = source.helm ?? {};
  const release = textAt(helm, "releaseName") || application;
  try {
    const { crds, objects } = chart.render({
      release,
      namespace: textAt(helm, "namespace") || namespace,
      values: valuesOf(chart, helm, files),
      isUpgrade: false,
      kubernetesVersion: textAt(helm, "kubeVersion") || kubernetesVersionOf(cluster),
      serves: (apiVersion) => textsAt(helm, "apiVersions").includes(apiVersion) || target.serves(apiVersion),
      random: (length) => cluster.world.ids.text(length, alphabet, "argo-cd/random", [cluster.name, application]),
    });
    return flagAt(helm, "skipCrds") ? [...objects] : [...crds, ...objects];
  } catch (error) {
    if (error instanceof ChartError) {
      const command = `helm template . --name-template ${release} --namespace ${namespace} --kube-version ${kubernetesVersionOf(cluster)} --include-crds`;
      refuse(rules.chartUnavailable, `\`${command}\` failed exit status 1: Error: ${error.message}`);
    }
    throw error;
  }
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function valuesOf(chart: Chart, helm: JsonObject, files: readonly JsonObject[]): JsonObject {
  const text = textAt(helm, "values");
  const object = isObject(helm.valuesObject) ? helm.valuesObject : {};
  const merged = mergeValues(chart.defaults, ...files, text === "" ? {} : parseValues(text, "values.yaml"), object);
  const parameters: HelmParameter[] = objectsAt(helm, "parameters").map((one) => ({
    name: textAt(one, "name"),
    value: textAt(one, "value"),
    forceString: flagAt(one, "forceString"),
  }));
  return parameters.reduce(withParameter, merged);
}
