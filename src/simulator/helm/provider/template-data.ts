import { stringify } from "yaml";
import { builtInKinds } from "../../kubernetes/kinds.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import { ProviderError } from "../../planning/diagnostics.ts";
import { flag, text, texts } from "../../planning/input.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { ServiceError } from "../../rule.ts";
import { type Chart, ChartError, type RenderedChart } from "../chart.ts";
import { hookEvents } from "../hooks.ts";
import { inInstallOrder } from "../kind-order.ts";
import { configuredValues } from "../release-values.ts";
import { mergeValues } from "../values.ts";
import { locatedChart } from "./located-chart.ts";
import type { ReleaseClient } from "./release-client.ts";

/** `helm_template`: a chart rendered without a cluster. */
export const templateData: DataSource<ReleaseClient> = {
  type: "helm_template",
  read: ({ client }, config) => {
    try {
      const chart = locatedChart(client.findChart, config);
      return templateValues(chart, rendered(client, chart, config), config);
    } catch (error) {
      if (!(error instanceof ServiceError || error instanceof ChartError)) throw error;
      throw new ProviderError("Error rendering chart", error.message, undefined, error);
    }
  },
};

function rendered({ settings }: ReleaseClient, chart: Chart, config: Values): RenderedChart {
  const known = new Set([
    ...texts(config.api_versions),
    ...builtInKinds.flatMap(({ group, versions }) =>
      versions.map((version) => (group === "" ? version : `${group}/${version}`)),
    ),
  ]);
  return chart.render({
    release: text(config, "name"),
    namespace: text(config, "namespace") || "default",
    values: mergeValues(chart.defaults, configuredValues(config)),
    isUpgrade: flag(config, "is_upgrade"),
    kubernetesVersion: (text(config, "kube_version") || "1.35").replace(/^v/, "").split(".").slice(0, 2).join("."),
    serves: (asked) => known.has(asked),
    random: (length) => settings.world.ids.hex(length, "helm/template", [chart.name, text(config, "name")]),
  });
}

function templateValues(chart: Chart, { crds, objects }: RenderedChart, config: Values): Values {
  const shown = objects.filter((object) => !flag(config, "skip_tests") || !hookEvents(object).includes("test"));
  const included = flag(config, "include_crds") ? [...crds, ...inInstallOrder(shown)] : inInstallOrder(shown);
  const manifests: Record<string, string> = {};
  for (const object of included) {
    const path = `templates/${object.kind.toLowerCase()}-${object.metadata.name}.yaml`;
    manifests[path] = `${manifests[path] ?? ""}${document(chart, path, object)}`;
  }
  return {
    id: text(config, "name"),
    version: chart.version,
    crds: crds.map((definition) => stringify(definition)),
    manifests,
    manifest: Object.values(manifests).join(""),
    notes: "",
  };
}

function document({ name }: Chart, path: string, object: Manifest): string {
  return `---\n# Source: ${name}/${path}\n${stringify(object)}`;
}
