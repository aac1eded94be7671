import { satisfies, validRange } from "semver";
import { at, objectsAt, textAt } from "../kubernetes/fields.ts";
import { builtInKinds, definitions, findKind, servedKind } from "../kubernetes/kinds.ts";
import { groupOf, type Manifest } from "../kubernetes/object.ts";
import { refuseIf } from "../rule.ts";
import type { JsonObject } from "../world/json.ts";
import type { Chart } from "./chart.ts";
import type { HelmClient } from "./helm-client.ts";
import { hookEvents } from "./hooks.ts";
import { inInstallOrder } from "./kind-order.ts";
import { owned } from "./ownership.ts";
import { rules } from "./rules.ts";
import { mergeValues } from "./values.ts";

/** What a release is made of. */
export interface ReleaseSource {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Chart;
  /** The user's values. */
  readonly values: JsonObject;
}

interface RenderedRelease {
  readonly crds: readonly Manifest[];
  readonly objects: readonly Manifest[];
  readonly hooks: readonly Manifest[];
}

/**
 * Renders a chart for a cluster as it is now.
 *
 * @throws ChartError when the templates fail; ServiceError when the chart asks for another version of Kubernetes
 */
export function renderRelease(
  { api }: HelmClient,
  source: ReleaseSource,
  action: "install" | "upgrade",
): RenderedRelease {
  const { name, namespace, chart, values } = source;
  const { cluster } = api;
  const version = cluster.eks?.version ?? "1.35";
  checkKubernetes(chart, version);
  const { crds, objects } = chart.render({
    release: name,
    namespace,
    values: mergeValues(chart.defaults, values),
    isUpgrade: action === "upgrade",
    kubernetesVersion: version,
    serves: (asked) => isServed(cluster, asked),
    random: (length) =>
      cluster.world.ids.text(length, alphanumeric, "helm/random", [cluster.name, namespace, name, length]),
  });
  const placed = objects.map((object) => inNamespace(api.cluster, object, namespace));
  const plain = placed.filter((object) => hookEvents(object).length === 0);
  return {
    crds,
    hooks: placed.filter((object) => hookEvents(object).length > 0),
    objects: inInstallOrder(plain).map((object) => owned(object, { name, namespace })),
  };
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function checkKubernetes({ kubeVersion }: Chart, version: string): void {
  if (kubeVersion === undefined || validRange(kubeVersion) === null) return;
  const whole = `${version}.0`;
  refuseIf(!satisfies(whole, kubeVersion, { includePrerelease: true }), rules.kubeVersion, kubeVersion, whole);
}

/** `apps/v1` or `apps/v1/Deployment`, as templates ask for them. */
function isServed(cluster: HelmClient["api"]["cluster"], asked: string): boolean {
  const parts = asked.split("/");
  const last = parts.at(-1) ?? "";
  if (/^[A-Z]/.test(last))
    return servedKind(cluster, { apiVersion: parts.slice(0, -1).join("/"), kind: last }) !== undefined;
  const offers = (group: string, version: string) => (group === "" ? version : `${group}/${version}`) === asked;
  return (
    builtInKinds.some(({ group, versions }) => versions.some((version) => offers(group, version))) ||
    cluster
      .objects(definitions)
      .rows()
      .some((definition) => {
        const served = objectsAt(definition, "spec.versions").filter((version) => at(version, "served") !== false);
        return served.some((version) => offers(textAt(definition, "spec.group"), textAt(version, "name")));
      })
  );
}

/** Objects without a namespace of a kind that has them go to that of the release. */
function inNamespace(cluster: HelmClient["api"]["cluster"], object: Manifest, namespace: string): Manifest {
  const { metadata } = object;
  const kind = findKind(cluster, groupOf(object.apiVersion), object.kind);
  if (metadata.namespace !== undefined || kind?.namespaced === false) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}
